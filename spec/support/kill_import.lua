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
  local store <close> = assert(core.open(path, "rw")) -- makes the tables where the kill came before them
  shell.check(shell.line("build/support/sound", path))
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

-- One run; tells which content it left and whether the import was killed, nil for a content that is neither, with the
-- reason. An import that comes to its end shows how long the next ones may be let run.
local function kill_once(start)
  copy_corpus(start.from)
  local line = shell.line("timeout", "--signal=KILL", ("%.4f"):format(math.random() * start.seconds * 1.05 + 0.001),
    command, "import", corpus, source)
  local begin = core.clock()
  local _, status = shell.run(line)
  if status == 0 then start.seconds = math.min(start.seconds, core.clock() - begin) end
  local ok, found = pcall(content, corpus)
  if not ok then return nil, found end
  if found ~= start.before and found ~= start.after then return nil, "the content is neither of before nor of after" end
  return found == start.before and "before" or "after", status ~= 0
end

math.randomseed(os.time())
local starts = prepare()
local counts = { before = 0, after = 0, killed = 0, failed = 0 }
local tries = 0
while counts.killed < runs and counts.failed == 0 and tries < 10 * runs do
  tries = tries + 1
  local left, detail = kill_once(starts[tries % 2 + 1])
  if not left then
    counts.failed = counts.failed + 1
    io.stderr:write(("run %d: %s\n"):format(tries, detail))
  elseif detail then
    counts[left] = counts[left] + 1
    counts.killed = counts.killed + 1
  end
end
shell.remove(folder)
print(("%d imports killed (of %d begun): %d left what was before, %d all of the new, %d something else"):format(
  counts.killed, tries, counts.before, counts.after, counts.failed))
os.exit(counts.failed == 0 and counts.killed == runs)
