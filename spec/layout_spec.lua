-- Layout: what each line is to its document. Lines that are no running text are marked, never deleted, and never
-- headings; lines that only look like them stay text.

local document = require("document")

-- The lines among `lines` (all of them, or those given) that are of a kind, standing in a document around them.
local OPENING = {
  "青溪县文化旅游发展规划", "", "一、发展基础", "青溪有古镇三座、非遗项目二十八个，文化底蕴深厚。",
}
local ENDING = { "二、重点任务", "修缮古镇，活化非遗，提升服务，让游客留得住、愿再来。" }

local function around(lines)
  local all = table.move(OPENING, 1, #OPENING, 1, {})
  table.move(lines, 1, #lines, #all + 1, all)
  return table.move(ENDING, 1, #ENDING, #all + 1, all)
end

-- The kinds of the lines when they stand in the middle of a document.
local function kinds_within(lines)
  local kinds, list = document.kinds(around(lines)), {}
  for i = 4, #kinds - 2 do list[#list + 1] = kinds[i] end
  return list
end

local function all_are(kind, lines)
  local expected, filled = {}, 0
  for _, line in ipairs(lines) do
    if line ~= "" then filled = filled + 1 end
  end
  for i = 1, filled do expected[i] = kind end
  assert.same(expected, kinds_within(lines))
end

-- Each of the lines by itself; those that are of another kind are told.
local function each_is(kind, lines)
  local others = {}
  for _, line in ipairs(lines) do
    local found = kinds_within({ line })[1]
    if found ~= kind then others[line] = found end
  end
  assert.same({}, others)
end

-- Whatever was marked, nothing but the two headings around it is in the outline.
local function not_in_outline(lines)
  assert.same({ "一 发展基础", "二 重点任务" }, document.outline(around(lines)))
end

describe("every line that is not blank", function()
  it("is a paragraph, untouched", function()
    local lines = {
      "　　青溪县档案工作要点　", "\t", "  一、 抢救  口述史料 ", "　　老人讲述，ＡＢＣ、ａｂｃ照录；\u{200B}不作\u{AD}改动。 ",
      "- 3 -", "", "<!-- 来自网页 -->", "| 年份 | 件数 |", "|---|---|", "| 2023 | 120 |", "\u{FEFF}二、数字化",
      "扫描件校对\t后入库。",
    }
    local texts = {}
    for _, paragraph in ipairs(document.of(lines).paragraphs) do texts[paragraph.line] = paragraph.text end
    for number, line in ipairs(lines) do
      if number == 2 or number == 6 then assert.is_nil(texts[number])
      else assert.equal(line, texts[number]) end
    end
  end)

  it("is of one kind", function()
    assert.same({
      "title", "title", "dateline", "text", "contents", "contents", "contents", "heading", "text", "caption",
      "table", "table", "table", "furniture", "heading", "text", "dateline", "dateline",
    }, document.kinds {
      "青溪县人民政府关于保护古镇的意见", "青政发〔2023〕15号", "发布时间：2023-06-20　来源：青溪日报",
      "为了留住古镇风貌，提出如下意见。",
      "目录", "一、保护修缮……1", "二、活化利用……2",
      "一、保护修缮", "原材料、原工艺、原形制。", "图为修缮中的廊桥。",
      "| 古镇 | 院落 |", "| --- | --- |", "| 石门 | 43 |", "- 1 -",
      "二、活化利用", "鼓励原住居民开办客栈。", "青溪县人民政府", "2023年6月18日",
    })
  end)

  it("belongs to the section that it stands in, furniture to none", function()
    local record = document.of {
      "青溪县古镇保护方案", "", "总的要求是修旧如旧。", "一、修缮", "- 1 -", "逐院制定方案。", "（一）屋面", "补齐小青瓦。",
    }
    local numbers = {}
    for i, paragraph in ipairs(record.paragraphs) do
      numbers[i] = paragraph.section and paragraph.section.number or "-"
    end
    assert.same({ "-", "-", "一", "-", "一", "（一）", "（一）" }, numbers)
  end)
end)

-- {== Table of contents ==}

describe("a table of contents", function()
  local body = {
    "第一章　总则", "为了发展体育事业，编制本规划。", "第二章　场地设施", "第一节　公园步道", "建设环湖步道。",
    "第二节　社区球场", "改造闲置地块。", "第三章　赛事活动", "办好龙舟赛、村篮球赛。",
  }
  local outline = {
    "第一章 总则", "第二章 场地设施", "  第一节 公园步道", "  第二节 社区球场", "第三章 赛事活动",
  }

  -- The document with these contents: how many lines are marked, and that the outline is the body's.
  local function is_kept_apart(count, contents)
    local lines = { "青溪县体育设施规划", "" }
    table.move(contents, 1, #contents, #lines + 1, lines)
    lines[#lines + 1] = ""
    table.move(body, 1, #body, #lines + 1, lines)
    assert.equal(count, #document.lines_of_kind(lines, "contents"))
    assert.same(outline, document.outline(lines))
    return document.of(lines)
  end

  it("has its word above, leaders and page numbers", function()
    is_kept_apart(6, {
      "目　录", "第一章　总则…………………1", "第二章　场地设施……………2", "第一节　公园步道……………2",
      "第二节　社区球场……………3", "第三章　赛事活动……………4",
    })
    is_kept_apart(6, {
      "目录", "第一章　总则.............(1)", "第二章　场地设施.........(2)", "  第一节　公园步道.......(2)",
      "  第二节　社区球场.......(3)", "第三章　赛事活动.........(4)",
    })
    is_kept_apart(6, {
      "目　次", "第一章　总则　　　　　　１", "第二章　场地设施　　　　２", "第一节　公园步道　　　　２",
      "第二节　社区球场　　　　３", "第三章　赛事活动　　　　４",
    })
  end)

  it("may have neither leaders nor pages", function()
    is_kept_apart(6, {
      "目录", "第一章　总则", "第二章　场地设施", "第一节　公园步道", "第二节　社区球场", "第三章　赛事活动",
    })
  end)

  it("may have no word above", function()
    is_kept_apart(5, {
      "第一章　总则……1", "第二章　场地设施……2", "第一节　公园步道……2", "第二节　社区球场……3", "第三章　赛事活动……4",
    })
    is_kept_apart(5, { "第一章　总则", "第二章　场地设施", "第一节　公园步道", "第二节　社区球场", "第三章　赛事活动" })
  end)

  it("may name the chapters only, and be parted by blank lines and page numbers", function()
    is_kept_apart(4, { "目录", "", "第一章　总则……1", "", "第二章　场地设施……2", "- 1 -", "第三章　赛事活动……4" })
  end)

  it("is matched with the body: each line's section is the one it names", function()
    local record = is_kept_apart(6, {
      "目录", "第一章 总则……1", "第二章 场地设施……2", "第一节 公园步道……2", "第二节 社区球场……3", "第三章 赛事活动……4",
    })
    local lines = {}
    for _, paragraph in ipairs(record.paragraphs) do
      if paragraph.kind == "contents" and paragraph.text ~= "目录" then lines[#lines + 1] = paragraph.section.line end
    end
    assert.same({ 10, 12, 13, 15, 17 }, lines)
  end)

  it("is no text of the sections that it names", function()
    local record = is_kept_apart(4, { "目录", "第一章　总则……1", "第二章　场地设施……2", "第三章　赛事活动……4" })
    assert.equal("第一章　总则\n为了发展体育事业，编制本规划。", record.sections[1].text)
  end)

  it("is no list that the body does not repeat", function()
    all_are("text", { "本规划所称公共文化设施包括：", "1.图书馆；", "2.博物馆；", "3.文化馆。" })
  end)

  it("is not what an index speaks of", function()
    all_are("text", { "编制档案目录、资料目录和图书目录，供公众查阅。", "目录每年更新一次，向社会公开。" })
  end)
end)

-- ==}

-- {== Tables ==}

describe("a table", function()
  it("is drawn with bars, as in Markdown", function()
    all_are("table", {
      "| 指标 | 2020年 | 2025年 |", "| :--- | ---: | ---: |", "| 藏书（万册） | 86 | 120 |", "| 展览（场） | 30 | 45 |",
    })
    all_are("table", { "指标 | 2020年 | 2025年", "--- | --- | ---", "藏书（万册） | 86 | 120" })
  end)

  it("is set with tabs", function()
    all_are("table", { "指标\t2020年\t2025年", "藏书（万册）\t86\t120", "展览（场）\t30\t45" })
    all_are("table", { "一、图书馆\t86", "二、博物馆\t30", "三、文化馆\t12" })
  end)

  it("is aligned with spaces", function()
    all_are("table", {
      "指标            2020年    2025年", "藏书（万册）      86       120", "展览（场）        30        45",
      "讲座（场）        12        40",
    })
    all_are("table", { "古镇　　　院落　　　人口", "石门　　　四十三　　九百", "柳溪　　　三十一　　七百" })
  end)

  it("has no headings in it", function()
    not_in_outline { "一、图书馆\t86", "二、博物馆\t30", "三、文化馆\t12" }
    not_in_outline { "| 一、图书馆 | 86 |", "| --- | --- |", "| 二、博物馆 | 30 |" }
  end)

  it("is no sentence with a tab or a bar in it", function()
    each_is("text", {
      "讲解员说：\t“这块匾是清代的。”", "“图书馆|文化馆”总分馆制覆盖所有乡镇。", "到场的有教师、　　学生和家长，一共三百多人。",
    })
  end)
end)

-- ==}

-- {== Captions and datelines ==}

describe("a caption", function()
  it("tells what a picture shows", function()
    each_is("caption", {
      "图为游客在廊桥上拍照。", "图1：古镇保护范围示意图", "上图：修缮前的戏台。", "古镇夜景。（资料图片）", "廊桥全貌 方晓禾 摄",
      "龙舟赛现场（县融媒体中心供图）", "图片说明：匠人在补瓦。", "会议现场。",
    })
  end)

  it("is no heading", function() not_in_outline { "古镇保护范围示意图", "廊桥全貌 方晓禾 摄" } end)

  it("is no text about pictures", function()
    each_is("text", {
      "图书馆延长开放时间，周末不闭馆，节假日照常借阅。", "图纸经专家论证后报县人民政府批准，作为施工依据。",
      "县里举办了摄影大赛，征集到四百多幅反映古镇变迁的作品。", "记者在现场看到，廊桥的榫卯已经加固，桥面重新铺了青石板。",
    })
  end)
end)

describe("a dateline", function()
  it("tells when, where and by whom a text was made", function()
    each_is("dateline", {
      "2023年6月18日", "二〇二三年六月十八日", "（2023年6月18日）", "发布时间：2023-06-18 09:00　来源：青溪日报", "来源：青溪日报",
      "2023-06-18 09:00　青溪日报　记者 方晓禾", "记者 方晓禾　通讯员 林木森", "（记者 方晓禾）", "青溪县文化和旅游局　2023年6月18日",
    })
  end)

  it("is signed by the body above it", function()
    all_are("dateline", { "青溪县人民政府", "2023年6月18日" })
    all_are("dateline", { "青溪县财政局", "青溪县文化和旅游局", "2023年6月18日" })
  end)

  it("is no sentence with a date, a reporter or a source in it", function()
    each_is("text", {
      "2023年6月18日，县里启动古镇修缮工程，首批十二座院落动工。", "二〇二三年以来，全县修缮院落四十三座，居民陆续回迁。",
      "记者了解到，修缮用的青砖全部由本地老窑烧制，一块一块手工打磨。", "资金来源：县级财政安排一部分，社会捐助一部分，业主自筹一部分。",
      "来源于民间的传说、歌谣和技艺，由县文化馆组织采集、整理和出版。",
    })
  end)

  it("is not the first sentence of a report, which opens with its reporter", function()
    each_is("text", {
      "本报讯（记者 方晓禾）昨日，石门古镇廊桥修缮工程完工，居民重新走上了桥。",
      "本报讯（记者 方晓禾 通讯员 林木森）6月18日，县里召开古镇保护座谈会。与会专家建议编制修缮图则，培养本地工匠，并把院落的日常巡查写进村规民约。",
    })
  end)
end)

-- ==}

-- {== Furniture ==}

describe("page furniture", function()
  it("is a page's number", function()
    each_is("furniture", { "- 3 -", "— 12 —", "－ 12 －", "3", "第3页", "第3页 共20页", "第 3 页，共 20 页", "12/40", "·5·", "１２" })
  end)

  it("is a header that comes on every page", function()
    local lines = { "青溪县文化旅游发展规划", "", "一、发展基础", "青溪有古镇三座、非遗项目二十八个。" }
    for page = 1, 4 do
      table.move({
        "- " .. page .. " -", "青溪县文化旅游发展规划", ("第%d批修缮的院落依水而建，街巷格局完整。"):format(page),
      }, 1, 3, #lines + 1, lines)
    end
    assert.equal(8, #document.lines_of_kind(lines, "furniture"))
    assert.same({ "一 发展基础" }, document.outline(lines))
    local broken = { "青溪县文化旅游发展规划", "", "一、发展基础" }
    for page = 1, 4 do
      table.move({ ("第%d批院落依水而建。"):format(page), "\f文化旅游发展规划" }, 1, 2, #broken + 1, broken)
    end
    assert.equal(4, #document.lines_of_kind(broken, "furniture"))
  end)

  it("is the way down a web site", function()
    each_is("furniture", { "首页 > 政务公开 > 规划计划", "当前位置：首页>新闻中心>本地要闻", "您的位置：首页 >> 政务公开" })
  end)

  it("is what a web page says of itself", function()
    each_is("furniture", {
      "版权所有：青溪县人民政府办公室", "Copyright © 2023 青溪县人民政府", "京ICP备00000000号", "网站标识码：0000000001",
      "主办单位：青溪县人民政府办公室", "责任编辑：方晓禾", "【责任编辑：方晓禾】", "字号：大 中 小", "【字体：大 中 小】", "浏览次数：156",
      "分享到：微信 微博", "打印本页", "关闭窗口", "上一篇：石门古镇开街", "下一篇：龙舟赛报名", "关注我们", "扫一扫在手机打开当前页",
      "索引号：000014349/2023-00021", "联系我们", "网站地图",
    })
  end)

  it("is no heading, wherever it stands", function()
    not_in_outline { "关注我们", "", "相关新闻", "", "上一篇：石门古镇开街", "", "下一篇：龙舟赛报名" }
  end)

  it("is no sentence that speaks of such things", function()
    each_is("text", {
      "打印店、照相馆、裁缝铺陆续回到老街，烟火气又旺了起来。", "关闭小煤窑三十座，腾出的矿区改造成地质公园，供游客参观。",
      "登录平台即可预约古镇讲解，每天限额二百人，免费入园。", "推荐阅读量大的社区设立图书角，藏书由县图书馆统一配送。",
      "地址选择应当避开文物保护范围，建筑高度不得超过檐口。", "分类保护、分级修缮，是古镇保护多年来摸索出的办法。",
      "联系电话热线全天有人值守，游客投诉当日办结。", "位置偏远的村落优先安排流动图书车，每半月到一次。", "下载量最大的是方言童谣，老人孩子都爱听。",
      "GDP增速＞6%的乡镇有四个，其余乡镇正在追赶。", "更多的年轻人回到古镇，开起了客栈和书店。",
    })
  end)

  it("is no line that comes again where no page ends", function()
    local lines = {}
    for _ = 1, 5 do lines[#lines + 1] = "责任要落实，资金要到位，质量要保证。" end
    all_are("text", lines)
  end)

  it("is no year by itself that a list is ordered by", function()
    assert.same({ "dateline" }, kinds_within { "2023年6月" })
  end)
end)

-- ==}
