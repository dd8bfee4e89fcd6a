-- Lets every allocation of a piece of work fail in turn: Lua's, SQLite's and the core's own. Runs under host.c.
-- Each run must give the right answer or say that memory is out, lose nothing, and leave a corpus that works.

local allocation = require("allocation")
local core = require("policy.core")
local policy = require("policy")
local shell = require("shell")

local document = [[
岭北县数字乡村方案
岭政发〔2031〕4号

一、总体要求
（一）指导思想。坚持统筹推进，补齐短板。到2035年，光纤通达率达到98%。
二、重点任务
1.建设网络。推进村村通光纤。
2.培训人员。每年培训300人。

岭北县人民政府
2031年5月6日
]]

local folder = shell.folder()
local path = folder .. "/甲.txt"
shell.write(path, document)

-- Gives the value; raises message and code where there is none.
local function need(value, message, code)
  if value == nil then error({ message = message, code = code }, 0) end
  return value
end

local function outline(sections)
  local titles = {}
  for _, section in ipairs(sections) do titles[#titles + 1] = section.level .. section.title end
  return table.concat(titles, ";")
end

local function import(corpus)
  local summary = need(corpus:import({ path }))
  for _, failure in ipairs(summary.failed) do error(failure, 0) end
end

local function find(corpus)
  local places = {}
  for hit in corpus:search("光纤") do places[#places + 1] = hit.line end
  table.sort(places)
  return table.concat(places, ",")
end

-- The pieces of work. Each gives its answer as a string. `ready` is a corpus that was made before anything fails.
local ready_path = folder .. "/ready.db"
local works = {
  { name = "lexicon", run = function() return tostring(core.lexicon(policy.lexicon) ~= nil) end },
  { name = "analyze", run = function() return outline(need(policy.analyze(document)).sections) end },
  { name = "read", run = function() return need(policy.read(path)).title end },
  {
    name = "tokens",
    run = function()
      local tokens = {}
      for _, token in ipairs(core.tokens("ＡＢ数字经济 e\u{301}t")) do tokens[#tokens + 1] = token.token end
      return table.concat(tokens, " ") .. core.fold("Ａｂ") .. core.width("数a") .. core.match("甲数字经济", "字经")
    end,
  },
  {
    name = "import",
    run = function()
      local corpus <close> = need(policy.open(":memory:"))
      import(corpus)
      return outline(corpus.sections) .. find(corpus)
    end,
  },
  {
    name = "import again",
    run = function()
      local corpus <close> = need(policy.open(ready_path))
      local before = corpus.documents[1] -- none where memory ran out between the two steps of the last run
      if before then need(corpus:remove(before)) end
      import(corpus)
      return outline(corpus.sections) .. find(corpus)
    end,
  },
  {
    name = "search",
    run = function()
      local corpus <close> = need(policy.open(ready_path, { mode = "r" }))
      return find(corpus) .. outline(corpus.sections({ level = 1 })) .. #corpus.sections
    end,
  },
  {
    name = "query",
    run = function()
      local corpus <close> = need(policy.open(ready_path, { mode = "r" }))
      local titles = {}
      for row in corpus:query("SELECT title FROM section ORDER BY id") do titles[#titles + 1] = row.title end
      return table.concat(titles, ";")
    end,
  },
}

local function make_ready()
  os.remove(ready_path)
  local corpus <close> = assert(policy.open(ready_path))
  import(corpus)
end

local function says_no_memory(message)
  if type(message) == "table" then
    return message.code == "ENOMEM" or says_no_memory(message.message)
  end
  return type(message) == "string" and message:lower():find("memory", 1, true) ~= nil
end

local function describe(message)
  if type(message) ~= "table" then return tostring(message) end
  return ("%s (%s)"):format(message.message, message.code)
end

local passed, failed = 0, 0
local function fail(work, source, call, reason)
  failed = failed + 1
  io.stderr:write(("%s: allocation %d of %s fails: %s\n"):format(work.name, call, source, reason))
end

-- What a finalizer gives up is collected by the cycle after it.
local function collect()
  collectgarbage()
  collectgarbage()
end

-- One run in which calls first to last fail. True once the work makes fewer calls than `first`.
local function try(work, source, first, last)
  local calls, ok, answer = allocation.run(source, first, last, work.run)
  collect()
  if ok and answer ~= work.answer then
    fail(work, source, first, ("the answer is %s instead of %s"):format(answer, work.answer))
  elseif not ok and not says_no_memory(answer) then
    fail(work, source, first, "the error does not say that memory is out: " .. describe(answer))
  elseif allocation.sqlite_used() > work.used then
    fail(work, source, first, ("SQLite keeps %d bytes"):format(allocation.sqlite_used() - work.used))
  else
    passed = passed + 1
  end
  return calls < first
end

-- Lets call 1, 1 + stride, … fail, with `lasting` all further calls too, until the work needs no more calls.
local function try_all(work, source, lasting, stride)
  local call = 1
  while not try(work, source, call, lasting and math.maxinteger or call) do call = call + stride end
  return call
end

-- Lua tries a second time after collecting garbage, so there a single failure is none.
local passes = {
  { source = "core", lasting = false, stride = 1 },
  { source = "core", lasting = true, stride = 1 },
  { source = "sqlite", lasting = false, stride = 1 },
  { source = "sqlite", lasting = true, stride = 7 },
  { source = "lua", lasting = true, stride = 1 },
}

make_ready()
for _, work in ipairs(works) do
  work.answer = work.run()
  collect()
  work.used = allocation.sqlite_used()
  for _, pass in ipairs(passes) do
    local begin, calls = os.clock(), try_all(work, pass.source, pass.lasting, pass.stride)
    print(("%-14s %-7s %-8s %5d allocations %6.1f s"):format(work.name, pass.source,
      pass.lasting and "lasting" or "once", calls, os.clock() - begin))
    if allocation.leaks() then fail(work, pass.source, 0, "memory is lost") end
  end
  assert(work.run() == work.answer)
end
shell.remove(folder)
print(("%d runs ended well, %d did not"):format(passed, failed))
os.exit(failed == 0, true)
