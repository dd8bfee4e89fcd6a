-- Texts for specs, in the layout of a plan, and a corpus of them.

local folder = require("folder")
local policy = require("policy")

local sample = {}

sample.care = table.concat({
  "湖滨市养老服务发展规划", -- 1
  "",
  "一、总体要求", -- 3
  "（一）工作原则", -- 4
  "坚持以人为本，让每位老人安心。", -- 5
  "坚持协同推进，部门各负其责。", -- 6
  "（二）主要目标", -- 7
  "到2025年，全市新增床位3000张，5G网络覆盖所有站点。", -- 8
  "二、重点任务", -- 9
  "（一）建好社区食堂", -- 10
  "鼓励餐饮企业开办“长者食堂”，方便就餐。", -- 11
  "（二）办好老年大学", -- 12
  "开设书法、声乐、摄影等课程。", -- 13
  "三、保障措施", -- 14
  "落实资金，加强督查。", -- 15
  "",
}, "\n")

sample.water = table.concat({
  "湖滨市节约用水办法",
  "",
  "为了节约用水，制定本办法。",
  "用水单位应当安装水表。",
  "一、总体要求",
  "节水优先，量水而行。",
  "二、奖励办法",
  "对节水成效明显的单位给予奖励。",
  "",
}, "\n")

-- A corpus in memory of the texts given by file name, imported from a folder that is then gone.
function sample.corpus(texts)
  local path = folder.make()
  for name, text in pairs(texts) do folder.write(path .. "/" .. name, text) end
  local corpus = assert(policy.open(":memory:"))
  local summary = assert(corpus:import(path))
  folder.remove(path)
  return corpus, summary, path
end

return sample
