-- The head: what a document says of itself. Kind, title, number, issuer, date and publisher.

local document = require("document")
local folder = require("folder")
local policy = require("policy")
local shell = require("shell")

-- What is expected of a document's fields; false: the field is absent.
local function says(expected, lines)
  local record, found = document.of(lines), {}
  for name in pairs(expected) do found[name] = record[name] or false end
  assert.same(expected, found)
end

-- A body for heads: an opening, headings, text.
local BODY = {
  "为了建设宜居家园，结合本地实际，作出如下安排。", "",
  "一、工作目标", "用三年时间补齐短板，群众满意度明显提高。", "",
  "二、重点任务", "统筹规划，分步实施，先易后难，注重实效。", "",
  "三、保障措施", "健全机制，落实经费，加强督查。",
}

local function with_body(head)
  local lines = table.move(head, 1, #head, 1, {})
  lines[#lines + 1] = ""
  return table.move(BODY, 1, #BODY, #lines + 1, lines)
end

-- {== Kind ==}

describe("the kind is", function()
  it("plan for what an authority issues", function()
    says({ kind = "plan" }, with_body { "凤栖县乡村振兴“十四五”规划" })
    says({ kind = "plan" }, with_body { "凤栖县人民政府关于做好秋冬农田水利建设的意见" })
    says({ kind = "plan" }, with_body { "凤栖县气候变化白皮书" })
    says({ kind = "plan" }, with_body { "政府工作报告" })
    says({ kind = "plan" }, { "凤栖县殡葬管理办法", "", "第一条　为了规范殡葬行为，制定本办法。", "第二条　推行节地生态安葬。" })
    says({ kind = "plan" }, {
      "凤栖县2023年国民经济和社会发展统计公报", "", "一、综合", "全县生产总值比上年增长5.1%。",
      "二、农业", "粮食产量稳定。", "三、工业", "技改投资加快。",
    })
  end)

  it("plan for what has chapters and no title", function()
    says({ kind = "plan", title = false }, BODY)
  end)

  it("digest for excerpts of several speeches", function()
    says({ kind = "digest" }, {
      "凤栖县政协乡村教育协商会发言摘登", "",
      "编者按：日前，县政协召开协商会，现将部分发言摘登如下。", "",
      "让乡村教师留得下来", "", "马春生（县政协委员）", "", "乡村学校留不住年轻人，周转宿舍和交通补助是两道坎。", "",
      "把好课送进山里", "", "童雪梅（县政协常委）", "", "专递课堂要排进课表，城里的老师和村里的孩子同上一堂课。",
    })
  end)

  it("digest still where questions and answers follow the speeches", function()
    says({ kind = "digest" }, {
      "凤栖县政协乡村教育协商会发言选编", "",
      "■ 大会发言", "乡村学校留不住年轻人，周转宿舍和交通补助是两道坎。", "专递课堂要排进课表，城里和村里同上一堂课。",
      "■ 互动交流", "马春生委员提问：周转宿舍什么时候能住上？", "县教育局应询回答：主体已经封顶，开学前交付使用。",
      "童雪梅委员提问：专递课堂的设备够不够？", "县教育局应询回答：每所村小配备了一套，由中心校统一维护。",
    })
  end)

  it("inquiry for questions and answers", function()
    says({ kind = "inquiry" }, {
      "县人大常委会“校园食品安全”专题询问摘录", "",
      "贺文斌委员提问：食堂招标谁来监督？", "县教育局应询回答：由家长代表参加评标，结果张榜公布。",
      "蓝玉琴委员提问：抽检结果为什么不公开？", "县市场监督管理局应询回答：从本学期起逐校公开。",
      "贺文斌委员追问：不合格的怎么处理？", "县市场监督管理局应询回答：当场封存，七日内通报处理情况。",
    })
  end)

  it("inquiry for a press conference, though it is on a plan", function()
    says({ kind = "inquiry" }, {
      "《凤栖县全民健身计划》新闻发布会实录", "",
      "主持人：各位记者上午好，今天发布全民健身计划。", "县体育局局长康勇：计划提出建设社区运动场。",
      "记者：老年人的健身场地怎么解决？", "康勇：公园里增设门球场、健身步道。",
      "记者：学校操场开放吗？", "康勇：周末和假期分时段开放。",
    })
  end)

  it("news for a report of a meeting or an event", function()
    says({ kind = "news" }, {
      "凤栖县召开古树名木保护座谈会", "",
      "本报讯（记者 林木森）8月12日，县古树名木保护座谈会在柏树坪举行，护树员、专家和村民代表参加。", "",
      "会议指出，古树是活着的文物，要一树一策制定养护方案，落实责任人。", "",
      "会议强调，要严厉打击盗伐和破坏古树的行为，健全举报奖励制度。",
    })
  end)

  it("news though the title names the plan that was talked of", function()
    says({ kind = "news" }, {
      "代表热议乡村振兴规划", "",
      "本报讯（记者 林木森）3月6日，县人代会各代表团审议规划草案，代表们踊跃发言。", "",
      "来自柏树坪村的代表说，规划里写进了自来水入户，乡亲们很高兴。",
    })
  end)

  it("page for a newspaper page of several articles", function()
    says({ kind = "page", title = "渡槽架起来了" }, {
      "# 渡槽架起来了", "", "本报讯（记者 林木森）昨日，横跨青溪的渡槽合龙，两岸梯田年内通水。", "",
      "# 图书角搬进车站", "", "本报讯（记者 方晓禾）县客运站候车厅新设图书角，旅客扫码即可借阅。",
    })
    says({ kind = "page", title = "渡槽架起来了" }, {
      "凤栖日报　2023年9月18日　星期一　02版", "",
      "渡槽架起来了", "", "本报讯（记者 林木森）昨日，横跨青溪的渡槽合龙，两岸梯田年内通水。", "",
      "图书角搬进车站", "", "本报讯（记者 方晓禾）县客运站候车厅新设图书角，旅客扫码即可借阅。",
    })
  end)
end)

-- ==}

-- {== Title ==}

describe("the title", function()
  it("is the first line that is one", function()
    says({ title = "凤栖县县城更新行动计划" }, with_body { "凤栖县县城更新行动计划" })
    says({ title = "凤栖县县城更新行动计划" }, with_body { "", "　　　　凤栖县县城更新行动计划　", "" })
    says({ title = "凤栖县县城更新行动计划" }, with_body { "凤政发〔2023〕9号", "", "凤栖县县城更新行动计划" })
  end)

  it("may be broken over two lines", function()
    says({ title = "凤栖县人民政府办公室关于推进县城更新的实施意见" },
      with_body { "凤栖县人民政府办公室", "关于推进县城更新的实施意见" })
    says({ title = "凤栖县人民政府办公室关于印发县城更新行动计划的通知" },
      with_body { "凤栖县人民政府办公室关于", "印发县城更新行动计划的通知" })
  end)

  it("has its years and its trial in brackets", function()
    says({ title = "凤栖县县城更新规划（2021—2035年）" }, with_body { "凤栖县县城更新规划（2021—2035年）" })
    says({ title = "凤栖县县城更新规划（2021—2035年）" }, with_body { "凤栖县县城更新规划", "（2021—2035年）" })
    says({ title = "凤栖县房屋征收补偿办法（试行）" }, with_body { "凤栖县房屋征收补偿办法（试行）" })
  end)

  it("has no occasion in brackets", function()
    says({ title = "凤栖县城市绿化条例" }, {
      "凤栖县城市绿化条例", "（2023年5月30日县人民代表大会常务委员会第十一次会议通过）", "",
      "第一条　为了改善人居环境，制定本条例。", "第二条　本条例适用于县城规划区。",
    })
    says({ title = "政府工作报告" }, with_body { "政府工作报告", "——2024年1月9日在凤栖县第十八届人民代表大会第三次会议上" })
  end)

  it("has a subtitle behind a dash", function()
    says({ title = "守护一方水土——凤栖县水土保持工作综述" }, {
      "守护一方水土", "——凤栖县水土保持工作综述", "",
      "十年前，青溪两岸还是光山秃岭，一场大雨就能冲走半亩薄田，如今满目青翠。", "",
      "山上栽下摇钱树", "", "全县退耕还林，柑橘、核桃挂满枝头，水土保住了，腰包也鼓了起来。", "",
      "沟里筑起拦沙坝", "", "一道道谷坊拦住了泥沙，下游水库的淤积速度比过去慢了一大半。",
    })
  end)

  it("is the notice's where a notice with a title issues a work", function()
    says({ title = "凤栖县人民政府关于印发凤栖县养老服务规划的通知", issuer = "凤栖县人民政府" }, {
      "凤栖县人民政府关于印发凤栖县养老服务规划的通知", "",
      "各乡镇人民政府：", "现将《凤栖县养老服务规划》印发给你们，请认真贯彻执行。", "",
      "凤栖县人民政府", "2023年4月6日", "",
      "凤栖县养老服务规划", "", table.unpack(BODY),
    })
  end)

  it("is the work's where the notice has none", function()
    says({ title = "凤栖县养老服务规划", number = "凤政发〔2023〕9号", date = "2023-04-06" }, {
      "凤政发〔2023〕9号", "各乡镇人民政府：", "现将《凤栖县养老服务规划》印发给你们，请认真贯彻执行。",
      "2023年4月6日", "凤栖县养老服务规划", table.unpack(BODY),
    })
    says({ title = "凤栖县农村公路管理办法", number = "凤栖县人民政府令第6号", issuer = "凤栖县人民政府" }, {
      "凤栖县人民政府令第6号", "", "《凤栖县农村公路管理办法》已经县人民政府常务会议通过，现予公布。", "",
      "县长　龙海波", "2023年4月6日", "", "凤栖县农村公路管理办法", "",
      "第一条　为了养好农村公路，制定本办法。", "第二条　实行县乡村三级路长制。",
    })
  end)

  it("is no letterhead, no recipient, no number, no date", function()
    says({ title = "凤栖县人民政府关于加强冬季供暖的通知", number = "凤政发〔2023〕21号", issuer = "凤栖县人民政府" },
      with_body {
        "凤栖县人民政府文件", "", "凤政发〔2023〕21号", "", "凤栖县人民政府关于加强冬季供暖的通知", "", "各乡镇人民政府：",
      })
    says({ title = "凤栖县人民政府关于加强冬季供暖的通知", date = "2023-10-12" },
      with_body { "2023年10月12日", "", "凤栖县人民政府关于加强冬季供暖的通知" })
  end)

  it("is no line of a web site's", function()
    says({ title = "凤栖县推进供暖改造", publisher = "凤栖日报", date = "2023-10-12" }, {
      "首页 > 新闻中心 > 本地要闻", "", "凤栖县推进供暖改造", "",
      "发布时间：2023-10-12 08:30　来源：凤栖日报　浏览次数：156", "",
      "10月11日，县供暖改造现场会在城东小区召开，住户代表和施工单位面对面商量工期。", "",
      "会议要求，入冬前全部完工，不把问题留到供暖期。",
    })
  end)

  it("may carry Markdown's marks, which are not in it", function()
    says({ title = "凤栖县县城更新行动计划" }, {
      "# 凤栖县县城更新行动计划", "", "为了建设宜居县城，制定本计划。", "",
      "## 工作目标", "", "补齐短板。", "", "## 重点任务", "", "分步实施。",
    })
    says({ title = "凤栖县县城更新行动计划" }, with_body { "**凤栖县县城更新行动计划**" })
  end)

  it("may stand behind a label", function()
    says({ title = "凤栖县人民政府关于加强冬季供暖的通知", number = "凤政发〔2023〕21号", issuer = "凤栖县人民政府", date = "2023-10-12" },
      with_body {
        "索引号：FX-2023-00021", "标题：凤栖县人民政府关于加强冬季供暖的通知", "文号：凤政发〔2023〕21号",
        "发布机构：县政府办公室", "成文日期：2023年10月12日", "发布日期：2023年10月20日",
      })
  end)

  it("is absent where there is none", function()
    says({ title = false, number = false, issuer = false, date = false, publisher = false }, {
      "入冬以来，各地抓紧检修供热管网，确保群众温暖过冬。", "供热企业储备了充足的燃料，备好了应急锅炉。",
    })
    says({ title = false }, { "一、加强检修", "逐户排查隐患。", "二、备足燃料", "签订长期合同。" })
    says({ title = false }, {})
  end)
end)

-- ==}

-- {== Number ==}

describe("the number", function()
  it("is as written, whatever its brackets", function()
    for _, number in ipairs {
      "凤政发〔2023〕9号", "凤政发[2023]9号", "凤政发（2023）9号", "凤政发(2023)9号", "凤政发【2023】9号", "凤政发〔２０２３〕９号",
      "凤政办函〔2023〕118号", "凤栖农发〔2023〕第9号",
    } do
      says({ number = number }, with_body { "凤栖县河道采砂管理意见", "", number })
      says({ number = number }, with_body { number, "", "凤栖县河道采砂管理意见" })
    end
  end)

  it("may stand in brackets, or with who signed beside it", function()
    says({ number = "凤政发〔2023〕9号" }, with_body { "凤栖县河道采砂管理意见", "（凤政发〔2023〕9号）" })
    says({ number = "凤政发〔2023〕9号" }, with_body { "凤政发〔2023〕9号　　　　签发人：龙海波", "", "凤栖县河道采砂管理意见" })
  end)

  it("of an order or an announcement counts these", function()
    says({ number = "凤栖县人民政府令第6号" }, with_body { "凤栖县人民政府令第6号", "", "凤栖县河道采砂管理办法" })
    says({ number = "第6号", issuer = "凤栖县人民政府" },
      with_body { "凤栖县人民政府令", "第6号", "", "凤栖县河道采砂管理办法" })
    says({ number = "第十二号" }, with_body { "凤栖县人民代表大会常务委员会公告", "第十二号", "", "凤栖县河道采砂管理条例" })
  end)

  it("is none that the text cites", function()
    says({ number = false }, with_body {
      "凤栖县河道采砂管理意见", "", "根据《省人民政府关于加强河湖管理的意见》（云政发〔2022〕31号），提出如下意见。",
    })
    says({ number = "凤政发〔2023〕9号" }, with_body {
      "凤栖县河道采砂管理意见", "", "凤政发〔2023〕9号", "",
      "根据《省人民政府关于加强河湖管理的意见》（云政发〔2022〕31号），提出如下意见。",
    })
  end)

  it("is no number of a bulletin, an edition or a page", function()
    says({ number = false }, {
      "凤栖县政协文史资料工作会发言摘编", "第7期（总第112期）", "", "修志问道，直笔著史，是政协文史工作的传统。", "",
      "第3页", "", "口述史料要抓紧抢救，老人一年比一年少了。",
    })
  end)
end)

-- ==}

-- {== Issuer ==}

describe("the issuer", function()
  it("stands before 关于 in the title", function()
    says({ issuer = "凤栖县人民政府" }, with_body { "凤栖县人民政府关于禁止焚烧秸秆的通告" })
    says({ issuer = "凤栖县卫生健康委员会" }, with_body { "凤栖县卫生健康委员会关于规范诊所管理的通知" })
    says({ issuer = "中共凤栖县委办公室" }, with_body { "中共凤栖县委办公室", "关于做好信访工作的意见" })
  end)

  it("is no place by itself, nor what the title is about", function()
    says({ issuer = false }, with_body { "凤栖县县城更新行动计划" })
    says({ issuer = false }, with_body { "关于加强人民法庭建设的意见" })
  end)

  it("is in the letterhead or the order", function()
    says({ issuer = "凤栖县教育局" }, with_body { "凤栖县教育局文件", "", "关于做好校车安全管理的通知" })
    says({ issuer = "凤栖县人民政府" }, with_body { "凤栖县人民政府令第6号", "", "凤栖县河道采砂管理办法" })
  end)

  it("signs over the date", function()
    local lines = with_body { "关于做好校车安全管理的通知" }
    table.move({ "", "　　　　凤栖县教育局", "　　　　2023年8月28日" }, 1, 3, #lines + 1, lines)
    says({ issuer = "凤栖县教育局", date = "2023-08-28" }, lines)
    says({ issuer = "凤栖县教育局", date = "2023-08-28" },
      with_body { "校车安全管理要点", "", "凤栖县教育局　2023年8月28日" })
  end)

  it("may have edited", function()
    says({ issuer = "凤栖县政协办公室", date = "2023-11-20" }, {
      "协商专报", "凤栖县政协办公室编印　　2023年11月20日", "",
      "乡村教育协商会发言摘编", "", "现将会上发言摘编如下，供有关方面参考。", "",
      "★ 留住教师", "周转宿舍和交通补助是两道坎。", "★ 送课进山", "专递课堂要排进课表。",
    })
  end)

  it("reports its work", function()
    says({ issuer = "凤栖县人民政府", title = "政府工作报告" }, {
      "政府工作报告", "", "各位代表：", "现在，我代表凤栖县人民政府，向大会报告工作，请予审议。", "",
      "一、过去一年工作回顾", "全县经济社会平稳发展。", "二、今年主要任务", "坚持稳中求进。", "三、自身建设", "勤政廉政。",
    })
  end)

  it("may stand behind a label", function()
    says({ issuer = "凤栖县水务局" }, with_body { "发布机构：凤栖县水务局　发布日期：2023-06-01", "", "农村供水应急要点" })
  end)
end)

-- A notice of which only the number says who issued it.
local function issuer_of(number)
  return document.of {
    number, "", "关于加强耕地保护的意见", "", "各有关单位：", "为了守住耕地红线，现提出如下意见。", "",
    "一、压实责任", "逐级签订责任书。", "二、严格执法", "早发现早制止。",
  }.issuer
end

describe("the number's prefix names as issuer", function()
  it("every province's government", function()
    for prefix, province in pairs {
      ["京政发"] = "北京市", ["津政发"] = "天津市", ["冀政发"] = "河北省", ["晋政发"] = "山西省", ["内政发"] = "内蒙古自治区",
      ["辽政发"] = "辽宁省", ["吉政发"] = "吉林省", ["黑政发"] = "黑龙江省", ["沪府发"] = "上海市", ["苏政发"] = "江苏省",
      ["浙政发"] = "浙江省", ["皖政"] = "安徽省", ["闽政"] = "福建省", ["赣府发"] = "江西省", ["鲁政发"] = "山东省",
      ["豫政"] = "河南省", ["鄂政发"] = "湖北省", ["湘政发"] = "湖南省", ["粤府"] = "广东省", ["桂政发"] = "广西壮族自治区",
      ["琼府"] = "海南省", ["渝府发"] = "重庆市", ["川府发"] = "四川省", ["黔府发"] = "贵州省", ["云政发"] = "云南省",
      ["藏政发"] = "西藏自治区", ["陕政发"] = "陕西省", ["甘政发"] = "甘肃省", ["青政"] = "青海省",
      ["宁政发"] = "宁夏回族自治区", ["新政发"] = "新疆维吾尔自治区",
    } do
      assert.equal(province .. "人民政府", issuer_of(prefix .. "〔2022〕18号"))
    end
  end)

  it("its office and its Party committee", function()
    assert.equal("湖南省人民政府办公厅", issuer_of("湘政办发〔2022〕18号"))
    assert.equal("贵州省人民政府办公厅", issuer_of("黔府办发〔2022〕18号"))
    assert.equal("中共湖南省委员会", issuer_of("湘发〔2022〕18号"))
    assert.equal("中共湖南省委员会办公厅", issuer_of("湘办发〔2022〕18号"))
  end)

  it("the State Council and its bodies", function()
    for number, issuer in pairs {
      ["国发〔2021〕27号"] = "国务院", ["国函〔2021〕27号"] = "国务院", ["国办发〔2021〕27号"] = "国务院办公厅",
      ["中发〔2021〕27号"] = "中共中央", ["中办发〔2021〕27号"] = "中共中央办公厅",
      ["发改环资〔2021〕27号"] = "国家发展和改革委员会", ["教体艺〔2021〕27号"] = "教育部", ["国科发社〔2021〕27号"] = "科学技术部",
      ["工信部规〔2021〕27号"] = "工业和信息化部", ["民委发〔2021〕27号"] = "国家民族事务委员会", ["公通字〔2021〕27号"] = "公安部",
      ["民发〔2021〕27号"] = "民政部", ["司发〔2021〕27号"] = "司法部", ["财建〔2021〕27号"] = "财政部",
      ["人社部发〔2021〕27号"] = "人力资源和社会保障部", ["自然资发〔2021〕27号"] = "自然资源部", ["环水体〔2021〕27号"] = "生态环境部",
      ["建城〔2021〕27号"] = "住房和城乡建设部", ["交公路发〔2021〕27号"] = "交通运输部", ["水保〔2021〕27号"] = "水利部",
      ["农市发〔2021〕27号"] = "农业农村部", ["商流通发〔2021〕27号"] = "商务部", ["文旅公共发〔2021〕27号"] = "文化和旅游部",
      ["国卫医发〔2021〕27号"] = "国家卫生健康委员会", ["退役军人部发〔2021〕27号"] = "退役军人事务部",
      ["应急〔2021〕27号"] = "应急管理部", ["银发〔2021〕27号"] = "中国人民银行", ["审农发〔2021〕27号"] = "审计署",
      ["国资发改革〔2021〕27号"] = "国务院国有资产监督管理委员会", ["署加发〔2021〕27号"] = "海关总署",
      ["税总函〔2021〕27号"] = "国家税务总局", ["国市监质〔2021〕27号"] = "国家市场监督管理总局",
      ["广电发〔2021〕27号"] = "国家广播电视总局", ["体群字〔2021〕27号"] = "国家体育总局", ["国统字〔2021〕27号"] = "国家统计局",
      ["医保发〔2021〕27号"] = "国家医疗保障局", ["国能发新能〔2021〕27号"] = "国家能源局",
      ["林生发〔2021〕27号"] = "国家林业和草原局", ["国知发〔2021〕27号"] = "国家知识产权局",
      ["国粮仓〔2021〕27号"] = "国家粮食和物资储备局", ["民航发〔2021〕27号"] = "中国民用航空局",
      ["国铁〔2021〕27号"] = "国家铁路局", ["国邮发〔2021〕27号"] = "国家邮政局", ["文物保发〔2021〕27号"] = "国家文物局",
      ["国中医药发〔2021〕27号"] = "国家中医药管理局", ["证监发〔2021〕27号"] = "中国证券监督管理委员会", ["气发〔2021〕27号"] = "中国气象局",
    } do
      assert.equal(issuer, issuer_of(number), number)
    end
  end)

  it("every authority that the lexicon knows", function()
    local count = 0
    for prefix, name in pairs(policy.lexicon.whole_authority) do
      assert.equal(name, issuer_of(prefix .. "〔2022〕18号"), prefix)
      count = count + 1
    end
    for prefix, name in pairs(policy.lexicon.authority) do
      assert.equal(name, issuer_of(prefix .. "规〔2022〕18号"), prefix) -- 财规〔2022〕18号
      count = count + 1
    end
    assert.is_true(count > 300)
  end)

  it("none of them where the characters begin another's prefix", function()
    assert.not_equal("商务部", issuer_of("商政发〔2022〕18号")) -- a city's government
    assert.not_equal("住房和城乡建设部", issuer_of("建政办发〔2022〕18号"))
    assert.not_equal("水利部", issuer_of("水政发〔2022〕18号"))
    assert.is_nil(issuer_of("凤政发〔2022〕18号"))
  end)

  it("no province's Party committee where its department has a prefix of its own", function()
    assert.not_equal("中共湖北省委员会", issuer_of("鄂发改环资〔2022〕18号"))
    assert.not_equal("中共北京市委员会", issuer_of("京发改规〔2022〕18号"))
  end)

  it("nobody where the text says otherwise", function()
    says({ issuer = "金陵市人民政府", number = "宁政发〔2022〕18号" },
      with_body { "宁政发〔2022〕18号", "", "金陵市人民政府关于加强古桥保护的意见" })
  end)
end)

-- ==}

-- {== Date and publisher ==}

describe("the date", function()
  local function signed(date)
    local lines = with_body { "凤栖县人民政府关于实施清洁取暖的意见" }
    table.move({ "", "凤栖县人民政府", date }, 1, 3, #lines + 1, lines)
    return lines
  end

  it("is written in any of the usual ways", function()
    for written, date in pairs {
      ["2023年4月6日"] = "2023-04-06", ["　　2023年4月6日　"] = "2023-04-06", ["2023 年 4 月 6 日"] = "2023-04-06",
      ["２０２３年４月６日"] = "2023-04-06", ["2023年04月06日"] = "2023-04-06", ["二〇二三年四月六日"] = "2023-04-06",
      ["二○二三年四月六日"] = "2023-04-06", ["二零二三年十一月二十六日"] = "2023-11-26", ["二〇二三年十月三十日"] = "2023-10-30",
      ["二O二三年四月十日"] = "2023-04-10", ["2023-04-06"] = "2023-04-06", ["2023.4.6"] = "2023-04-06",
      ["2023/4/6"] = "2023-04-06", ["2023年4月"] = "2023-04",
    } do
      assert.equal(date, document.of(signed(written)).date, written)
    end
  end)

  it("is none where it is no day of any year", function()
    for _, written in ipairs { "2023年13月6日", "2023年2月30日", "2023年4月31日", "2023年0月6日" } do
      says({ date = false }, signed(written))
    end
  end)

  it("in GB18030 is read as well", function()
    local path = folder.make()
    local file = path .. "/notice.txt"
    shell.write(file, table.concat(signed("二○二三年四月六日"), "\r\n"))
    shell.check(shell.line("iconv", "-f", "UTF-8", "-t", "GB18030", "-o", path .. "/gb.txt", file))
    local record = assert(policy.read(path .. "/gb.txt"))
    folder.remove(path)
    assert.same({ "GB18030", "2023-04-06", "凤栖县人民政府" }, { record.encoding, record.date, record.issuer })
  end)

  it("is of the signature before that of publication", function()
    local lines = signed("2023年4月6日")
    table.insert(lines, 2, "发布时间：2023-04-12　来源：凤栖县人民政府网")
    says({ date = "2023-04-06" }, lines)
    says({ date = "2023-04-06" }, with_body {
      "发布日期：2023-04-12", "成文日期：2023-04-06", "凤栖县人民政府关于实施清洁取暖的意见",
    })
  end)

  it("is of publication before that of the meeting", function()
    says({ date = "2023-09-20" }, {
      "凤栖县召开古树名木保护座谈会", "", "2023-09-20 08:15　来源：凤栖日报", "",
      "9月18日，县古树名木保护座谈会在柏树坪举行，护树员、专家和村民代表参加。", "", "会议指出，古树是活着的文物。",
    })
  end)

  it("is of the meeting where no other is known, without the year that is not told", function()
    says({ date = "--09-18", publisher = false }, {
      "凤栖县召开古树名木保护座谈会", "", "9月18日，县古树名木保护座谈会在柏树坪举行，护树员和村民代表参加。",
    })
    says({ date = "--09-03" }, {
      "9月3日至4日，县政协常委会会议在城关镇举行，围绕饮用水安全协商议政。", "会议听取了情况通报，委员们作了发言。",
    })
    says({ date = "2023-09-18" }, {
      "凤栖县召开古树名木保护座谈会", "", "2023年9月18日，县古树名木保护座谈会在柏树坪举行，护树员和村民代表参加。",
    })
  end)

  it("is none that the text merely mentions", function()
    says({ date = false }, with_body { "凤栖县清洁取暖实施方案", "", "自2024年11月1日起，城区禁止销售散煤，各乡镇同步执行。" })
    says({ date = false }, with_body { "凤栖县清洁取暖规划（2021—2025年）" })
  end)
end)

describe("the publisher", function()
  it("is the source that a line names", function()
    for _, line in ipairs {
      "来源：凤栖日报", "2023-09-20 08:15　来源：凤栖日报　作者：林木森", "发布时间：2023年09月20日08:15 来源: 凤栖日报",
      "信息来源：凤栖日报　浏览次数：88",
    } do
      says({ publisher = "凤栖日报" }, {
        "凤栖县召开古树名木保护座谈会", "", line, "", "县古树名木保护座谈会在柏树坪举行，护树员和村民代表参加。",
        "会议指出，古树是活着的文物。",
      })
    end
  end)

  it("is the newspaper in a page's head", function()
    says({ publisher = "凤栖日报", date = "2023-09-18" }, {
      "凤栖日报　2023年9月18日　星期一　02版", "",
      "# 渡槽架起来了", "", "本报讯（记者 林木森）昨日，横跨青溪的渡槽合龙。", "",
      "# 图书角搬进车站", "", "本报讯（记者 方晓禾）县客运站新设图书角。",
    })
  end)

  it("is no office in the house, and no source that running text speaks of", function()
    says({ publisher = false }, with_body { "凤栖县清洁取暖实施方案", "", "来源：办公室秘书科" })
    says({ publisher = false }, with_body { "凤栖县清洁取暖实施方案", "", "资金来源：县级财政安排一部分，受益户自筹一部分。" })
    says({ publisher = false }, with_body { "凤栖县清洁取暖实施方案" })
  end)
end)

-- ==}
