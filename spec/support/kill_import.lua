-- Kills imports at random moments and looks at what they leave.
--   kill_import.lua COMMAND RUNS
-- Each run starts from a corpus of one state of a folder, or from none, begins to import the next state and is killed.
-- A run starts from a corpus of one state of a folder, or from none, imports the next state and is killed on the way.

local bench_corpus = require("bench_corpus")
local core = require("policy.core")
local shell = require("shell")

local command, runs = arg[1], math.tointeger(tonumber(arg[2]))
local folder = shell.folder()
local source, corpus = folder .. "/documents", folder .. "/corpus.db"

-- A folder's next state: some documents longer, some new.
local function change_documents()
  for index, path in ipairs(shell.find(shell.line(source, "-name", "*.txt"))) do
    local text = shell.read(path)
    if index % 2 == 0 then shell.write(path, text .. "十、补充\n另行通知。\n") end
    if index % 5 == 0 then shell.write(path:gsub("%.txt$", "-b.txt"), text) end
  end
end

local function copy_corpus(from)
  shell.check(("rm -f '%s' '%s-wal' '%s-shm'"):format(corpus, corpus, corpus))
  if from then shell.check(shell.line("cp", from, corpus)) end
end

-- All that a corpus holds, as one text, ids included. An empty corpus and none at all are the same.
local function content(path)
  if not io.open(path, "rb") then return "" end
  shell.check(shell.line("build/support/sound", path))
  local store <close> = assert(core.open(path, "rw"))
  local lines = {}
  for _, sql in ipairs({
    "SELECT id, file, title, characters FROM document ORDER BY id",
    "SELECT id, document, title, path, line FROM section ORDER BY id",
    "SELECT id, document, section, line, text FROM paragraph ORDER BY id",
    "SELECT rowid AS id FROM paragraph_text WHERE paragraph_text MATCH '通知' ORDER BY rowid",
  }) do
    for _, row in ipairs(assert(store:rows(sql))) do
      local cells = {}
      for name, cell in pairs(row) do cells[#cells + 1] = name .. "=" .. tostring(cell) end
      table.sort(cells)
      lines[#lines + 1] = table.concat(cells, "\t")
    end
  end
  return table.concat(lines, "\n")
end

-- Imports all of the folder; gives the corpus's content and the seconds that it took.
local function import()
  local begin = core.clock()
  shell.check(shell.line(command, "import", corpus, source))
  local seconds = core.clock() - begin
  return content(corpus), seconds
end

-- The two ways that an import can start: from the corpus of the first state, and from none. Each with its outcomes.
local function prepare()
  local older = folder .. "/older.db"
  shell.check(shell.line("mkdir", source))
  bench_corpus.make("data", source, 2)
  local older_content = import()
  shell.check(shell.line("cp", corpus, older))
  change_documents()
  local changed, changed_seconds = import()
  copy_corpus(nil)
  local made, made_seconds = import()
  assert(older_content ~= changed and made ~= "", "the two states do not differ")
  return {
    { from = older, before = older_content, after = changed, seconds = changed_seconds },
    { from = nil, before = "", after = made, seconds = made_seconds },
  }
end

-- One run; tells which content it left, nil for one that is neither, with the reason.
local function kill_once(start)
  copy_corpus(start.from)
  local line = shell.line("timeout", "--signal=KILL", ("%.4f"):format(math.random() * start.seconds * 1.3 + 0.001),
    command, "import", corpus, source)
  local _, status = shell.run(line)
  local ok, found = pcall(content, corpus)
  if not ok then return nil, found end
  if found ~= start.before and found ~= start.after then return nil, "the content is neither of before nor of after" end
  return found == start.before and "before" or "after", status
end

math.randomseed(os.time())
local starts = prepare()
local counts = { before = 0, after = 0, killed = 0, failed = 0 }
for run = 1, runs do
  local left, reason = kill_once(starts[run % 2 + 1])
  if left then
    counts[left] = counts[left] + 1
    if reason ~= 0 then counts.killed = counts.killed + 1 end
  else
    counts.failed = counts.failed + 1
    io.stderr:write(("run %d: %s\n"):format(run, reason))
  end
end
shell.remove(folder)
print(("%d imports, %d killed before their end: %d left what was before, %d all of the new, %d something else"):format(
  runs, counts.killed, counts.before, counts.after, counts.failed))
os.exit(counts.failed == 0)
