-- Imports a folder of documents with the command, exports it and scores the export against answers made by hand.
--   accuracy.lua COMMAND DOCUMENTS GOLD [strict]
-- Prints what is wrong and one line `type metric value` each. With `strict` it fails where a value is below its bound.

local score = require("score")

local bounds = {
  documents = { f1 = 1, kind = 1, number = 1, date = 1, title = 1 },
  sections = { f1 = 0.98, level = 0.98, parent = 0.98 },
  leads = { f1 = 0.90 },
}

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local function run(...)
  local words = {}
  for _, word in ipairs({ ... }) do words[#words + 1] = quote(word) end
  local line = table.concat(words, " ")
  if not os.execute(line) then
    io.stderr:write("failed: ", line, "\n")
    os.exit(2)
  end
end

-- A corpus is made anew each time: what an earlier version of the rules found must not stay.
local function export(command, documents)
  local folder = os.tmpname()
  os.remove(folder)
  run("mkdir", "-p", folder)
  run(command, "import", folder .. "/corpus.db", documents)
  run(command, "export", folder .. "/corpus.db", folder)
  return folder
end

local command, documents, gold, strict = arg[1], arg[2], arg[3], arg[4] == "strict"
local folder = export(command, documents)
local result, message = score.folders(gold, folder)
run("rm", "-rf", folder)
if not result then
  io.stderr:write(message, "\n")
  os.exit(2)
end

local passed, failed = 0, 0
for _, line in ipairs(result.misses) do print(line) end
for _, entry in ipairs(result) do
  local bound = strict and bounds[entry.kind][entry.metric]
  local short = bound and entry.value < bound
  if bound and short then failed = failed + 1 elseif bound then passed = passed + 1 end
  local remark = short and ("\tis short of %.2f"):format(bound) or ""
  print(("%s\t%s\t%.4f%s"):format(entry.kind, entry.metric, entry.value, remark))
end
if strict then print(("%d passed, %d failed"):format(passed, failed)) end
os.exit(failed == 0)
