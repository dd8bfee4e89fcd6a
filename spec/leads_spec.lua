-- Leads: an un-numbered short topic sentence that opens a paragraph, would do as its heading, and has its like in
-- another paragraph under the same heading.

local document = require("document")

-- The titles of the leads of a document that has these paragraphs under one heading.
local function leads(paragraphs, heading)
  local lines = { "翠湖市人居环境整治行动方案", "", heading or "一、重点任务" }
  table.move(paragraphs, 1, #paragraphs, #lines + 1, lines)
  lines[#lines + 1] = "二、组织保障"
  lines[#lines + 1] = "各地要加强领导，落实资金，严格考核。"
  local list = {}
  for _, section in ipairs(document.of(lines).sections) do
    if section.style == "lead" then list[#list + 1] = section.title end
  end
  return list
end

-- Behind each sentence goes a text that makes a paragraph of it.
local TEXTS = {
  "按照就近就便的原则布设站点，日产日清，不留死角。群众满意度纳入考核。",
  "统筹各类资金，发动村民投工投劳。验收合格后移交管护。",
  "建立长效机制，定期公布结果。接受社会各界监督。",
  "依托现有平台，数据按月更新。结果作为评先依据。",
}

local function paragraphs(sentences)
  local list = {}
  for i, sentence in ipairs(sentences) do list[i] = sentence .. TEXTS[(i - 1) % #TEXTS + 1] end
  return list
end

local function are_leads(sentences)
  local titles = {}
  for i, sentence in ipairs(sentences) do titles[i] = sentence:gsub("。$", "") end
  assert.same(titles, leads(paragraphs(sentences)))
end

local function are_none(sentences) assert.same({}, leads(paragraphs(sentences))) end

describe("a lead is a sentence", function()
  it("of verb and object", function()
    are_leads { "完善收运体系。", "改造农村厕所。", "治理黑臭水体。" } -- environment
    are_leads { "扩大医保覆盖面。", "加强基层医疗队伍建设。", "推动优质医疗资源下沉。" } -- health
    are_leads { "办好每一所乡村学校。", "减轻学生过重课业负担。" } -- education
    are_leads { "大力发展分布式光伏。", "加快建设坚强智能电网。", "有序推进抽水蓄能电站建设。" } -- energy
  end)

  it("of two phrases or three", function()
    are_leads { "修好水利设施，守住粮食安全底线。", "推广良种良法，提高单产水平。" } -- farming
    are_leads { "优化公交线网，方便群众换乘。", "改造公路危桥，消除安全隐患。" } -- transport
    are_leads { "盘活存量住房，增加租赁房源，稳定租金水平。", "完善配售机制，实行封闭管理，防止违规转让。" } -- housing
  end)

  it("that names a thing", function()
    are_leads { "文化惠民工程。", "文物保护工程。", "非遗传承工程。" } -- culture
    are_leads { "法律援助全覆盖行动。", "公共法律服务进乡村行动。" } -- justice
  end)

  it("of four-character phrases", function()
    are_leads { "节水优先、量水而行。", "系统治理、两手发力。" } -- water
    are_leads { "政府引导，市场运作。", "因地制宜，分类施策。", "试点先行，逐步推开。" }
  end)

  it("with quotation marks, digits of names and brackets", function()
    are_leads { "实施“千村示范、万村整治”工程。", "推进“互联网+”公共服务。", "建好“四好农村路”。" }
    are_leads { "推动5G进村入户。", "发展A级景区村庄。" }
  end)

  it("that says in what, where it is a phrase by itself", function()
    are_leads { "在完善制度上下功夫。", "在压实责任上求实效。" }
  end)

  it("of thirty-one characters at most", function()
    local sentence = "建立健全覆盖城乡、分工合理、运转高效的生活垃圾收集转运处理体系"
    assert.equal(31, utf8.len(sentence))
    are_leads { sentence .. "。", "治理黑臭水体。" }
    are_none { sentence .. "网。", "治理黑臭水体。" }
  end)
end)

describe("a lead may stand", function()
  it("behind a dash, which is its number", function()
    local lines = {
      "翠湖市水土保持规划", "", "一、基本原则",
      "——预防为主，保护优先。" .. TEXTS[1], "——分区防治，突出重点。" .. TEXTS[2],
      "二、目标", "水土流失面积持续减少。",
    }
    assert.same({ "一 基本原则", "  —— 预防为主，保护优先 <lead>", "  —— 分区防治，突出重点 <lead>", "二 目标" },
      document.outline(lines))
  end)

  it("behind a speaker's label", function()
    assert.same({ "加大执法力度", "畅通举报渠道" }, leads({
      "李建平：加大执法力度。" .. TEXTS[1],
      "周晓燕：畅通举报渠道。" .. TEXTS[2],
    }, "一、委员发言"))
  end)

  it("behind white space", function()
    assert.same({ "完善收运体系", "改造农村厕所" },
      leads { "　　完善收运体系。" .. TEXTS[1], "　　改造农村厕所。" .. TEXTS[2] })
  end)

  it("before paragraphs of other kinds and behind them", function()
    assert.same({ "完善收运体系", "改造农村厕所" }, leads {
      "今年以来，全市扎实推进人居环境整治，城乡面貌有了明显变化。各地探索了不少办法。",
      "完善收运体系。" .. TEXTS[1],
      "截至6月底，已有七成行政村配备收集车辆。其余村庄年内完成。",
      "改造农村厕所。" .. TEXTS[2],
    })
  end)

  it("under any heading, counted for each", function()
    assert.same({
      "一 城区", "  完善收运体系 <lead>", "  改造老旧管网 <lead>", "二 镇村", "  （一） 镇区", "  （二） 村庄",
      "    改造农村厕所 <lead>", "    治理黑臭水体 <lead>",
    }, document.outline {
      "翠湖市人居环境整治行动方案", "",
      "一、城区", "完善收运体系。" .. TEXTS[1], "改造老旧管网。" .. TEXTS[2],
      "二、镇村", "（一）镇区", "整修集镇街道。" .. TEXTS[3],
      "（二）村庄", "改造农村厕所。" .. TEXTS[1], "治理黑臭水体。" .. TEXTS[2],
    })
  end)
end)

describe("a lead's record", function()
  local lines = {
    "翠湖市人居环境整治行动方案", "", -- 1
    "一、重点任务", -- 3
    "（一）农村", -- 4
    "　　完善收运体系。" .. TEXTS[1], -- 5
    "增配收集车辆，合理规划路线。", -- 6
    "改造农村厕所。" .. TEXTS[2], -- 7
    "二、组织保障", -- 8
    "加强领导，严格考核。", -- 9
  }
  local sections = document.of(lines).sections

  it("has the nearest heading as parent, no other lead", function()
    assert.equal(5, #sections)
    for _, lead in ipairs { sections[3], sections[4] } do
      assert.same({ "lead", 3, "（一）" }, { lead.style, lead.level, lead.parent.number })
      assert.is_nil(lead.number)
      assert.equal(0, #lead.children)
    end
    assert.equal("一/（一）/完善收运体系", sections[3].path)
  end)

  it("stands where its sentence begins, and governs up to the next one", function()
    assert.same({ 5, 3, 5, 6 }, { sections[3].line, sections[3].column, sections[3].first_line, sections[3].last_line })
    assert.same({ 7, 1, 7, 7 }, { sections[4].line, sections[4].column, sections[4].first_line, sections[4].last_line })
  end)
end)

describe("no lead is", function()
  it("the only one under its heading", function()
    are_none { "完善收运体系。" }
    assert.same({}, leads { "完善收运体系。" .. TEXTS[1], "各地要把这项工作摆上重要位置，明确专人负责。" .. TEXTS[2] })
  end)

  it("the only one behind a dash, or the only one without", function()
    assert.same({}, leads { "——完善收运体系。" .. TEXTS[1], "改造农村厕所。" .. TEXTS[2] })
  end)

  it("a sentence with nothing behind it", function()
    assert.same({}, leads { "完善收运体系。", "改造农村厕所。", "治理黑臭水体。" })
  end)

  it("a sentence that does not open its paragraph", function()
    assert.same({}, leads {
      "几年来全市上下久久为功，老旧小区、城郊结合部、集镇和村庄的面貌有了看得见的变化。完善收运体系。" .. TEXTS[1],
      "与群众的期盼相比，与先进地区相比，当前整治工作在许多方面还有不小的差距。改造农村厕所。" .. TEXTS[2],
    })
  end)

  it("a sentence with a subject that is told what to do", function()
    are_none { "各级各部门要提高认识。", "各乡镇要形成合力。" }
    are_none { "县市区应当完善收运体系。", "乡镇必须改造农村厕所。" }
  end)

  it("a report of who did or said something", function()
    are_none { "会议听取了整治情况汇报。", "会议审议了实施方案。" }
    are_none { "李建平认为收运体系不够完善。", "周晓燕建议改造农村厕所。" }
    are_none { "大家表示赞成。", "与会代表提出不同意见。" }
    are_none { "记者来到翠湖岸边。", "记者走进村民家中。" }
    are_none { "市政府印发了整治方案。", "市人大常委会作出了决定。" }
    are_none { "我们改造了农村厕所。", "我们治理了黑臭水体。" }
  end)

  it("a sentence with a date or a figure", function()
    are_none { "2024年启动厕所改造。", "2025年完成水体治理。" }
    are_none { "改造农村厕所1200座。", "治理黑臭水体15处。" }
    are_none { "去年改造农村厕所。", "今年治理黑臭水体。" }
    are_none { "到2027年垃圾全部无害化。", "到2030年污水全部处理。" }
  end)

  it("a sentence with a figure in Chinese numerals", function()
    are_none { "投入资金三千万元。", "惠及群众两万余户。" }
    are_none { "改造农村厕所一千二百座。", "治理黑臭水体十五处。" }
    are_leads { "构建一体化收运网络。", "落实三级河长责任。" }
  end)

  it("a question", function()
    are_none { "厕所改造的钱从哪里来？", "建好的厕所由谁来管？" }
    are_none { "怎样让群众满意？", "如何防止反弹？" }
  end)

  it("an exclamation, nor an address", function()
    are_none { "各位代表！", "同志们！" }
    are_none { "各位代表。", "同志们。" }
  end)

  it("a judgement", function()
    are_none { "整治环境是民心所向。", "改造厕所是当务之急。" }
    are_none { "收运体系还不够完善。", "厕所改造仍然滞后。" }
    are_none { "收运体系日趋完善了。", "厕所改造已经完成。" }
  end)

  it("a phrase that only tells in what respect", function()
    are_none { "在收运体系方面，车辆不足。", "在厕所改造方面，标准偏低。" }
    are_none { "对于收运体系，要抓紧补齐。", "对于农村厕所，要抓紧改造。" }
    are_none { "根据方案要求，抓紧补齐。", "按照统一部署，抓紧改造。" }
  end)

  it("a link to what was said before", function()
    are_none { "同时完善收运体系。", "此外改造农村厕所。" }
    are_none { "为此，要完善收运体系。", "因此，要改造农村厕所。" }
    are_none { "一是完善收运体系。", "二是改造农村厕所。" }
    are_none { "首先完善收运体系。", "其次改造农村厕所。" }
  end)

  it("a sentence with a colon in it", function()
    are_none { "整治的目标：垃圾不落地。", "整治的办法：污水不乱流。" }
  end)

  it("too short to say anything", function()
    are_none { "是的。", "好的。" }
    are_none { "谢谢。", "谢谢大家。" }
  end)

  it("what a heading's own sentence is", function()
    assert.same({ "一 重点任务", "  1 完善收运体系 <runin>", "  2 改造农村厕所 <runin>", "二 保障" }, document.outline {
      "翠湖市人居环境整治行动方案", "", "一、重点任务",
      "1.完善收运体系。" .. TEXTS[1], "2.改造农村厕所。" .. TEXTS[2],
      "二、保障", "加强领导，严格考核。",
    })
  end)
end)
