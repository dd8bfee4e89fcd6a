-- Measures policy beside the programs it is held against, on generated documents: `make bench`.
--   bench.lua MEGABYTES
-- Each row gives both absolute figures, the peer with its version, the ratio, the budget and whether it is met. Both
-- sides of a row are measured in this run. What takes under a second is measured several times; the median counts.
-- A peer that is not installed is named with the package that holds it. Exits 0 whatever the figures are.

local bench_corpus = require("bench_corpus")
local core = require("policy.core")
local json = require("dkjson")
local policy = require("policy")
local shell = require("shell")

local megabytes = assert(tonumber(arg[1]), "usage: bench.lua MEGABYTES")
local folder = "build/bench"
local source, corpus_path = folder .. "/documents", folder .. "/corpus.db"
local phrases = { "数字经济", "高质量发展", "人工智能", "基础设施建设", "社会", "5G" }
-- A number as these documents write it, in ASCII, full width or Chinese, with its unit.
local number_pattern = "[0-9０-９一二三四五六七八九十百千]+(\\.[0-9]+)?[万亿]?(元|个|家|项|%)"

-- {== Measuring ==============================================================

local function seconds_of(work, ...)
  collectgarbage()
  local begin = core.clock()
  local result = work(...)
  return core.clock() - begin, result
end

-- The median of `runs` runs.
local function median_of(runs, work, ...)
  local times, result = {}, nil
  for run = 1, runs do times[run], result = seconds_of(work, ...) end
  table.sort(times)
  return times[(runs + 1) // 2], result
end

local function installed(program) return select(2, shell.run("command -v " .. program)) == 0 end

local function remove(path) shell.check(("rm -rf '%s' '%s-wal' '%s-shm'"):format(path, path, path)) end

-- A field of /proc/self/status in kilobytes, nil where there is no such file.
local function own_memory()
  local file <close> = io.open("/proc/self/status", "r")
  return file and tonumber(file:read("a"):match("VmRSS:%s+(%d+)"))
end

-- ==}

-- {== Rows ===================================================================

local function print_row(...) print(("%-34s %14s %14s  %-34s %7s %8s  %s"):format(...)) end

-- `ratio` is how many times as good as the peer's ours is; `budget` the least that it may be, nil where none is set.
local function row(what, ours, theirs, peer, ratio, budget)
  print_row(what, ours, theirs, peer, ("%.2f"):format(ratio), budget and ("%.2f"):format(budget) or "-",
    not budget and "" or ratio >= budget and "ok" or "SHORT")
end

local function missing(what, peer, package)
  print_row(what, "-", "-", ("%s is not installed (apt: %s)"):format(peer, package), "-", "-", "skipped")
end

local function rate(bytes, seconds) return ("%.1f MB/s"):format(bytes / 1e6 / seconds) end

local function milliseconds(seconds) return ("%.2f ms"):format(seconds * 1000) end

-- ==}

-- {== Import =================================================================

-- The least of several times: what else the machine does can only add to one.
local function least_of(runs, work, ...)
  local least, bytes, version = work(...)
  for _ = 2, runs do least = math.min(least, (work(...))) end
  return least, bytes, version
end

local function import()
  remove(corpus_path)
  return (seconds_of(shell.check, shell.line("build/bin/policy", "import", corpus_path, source)))
end

-- Seconds, bytes and version of an index of the corpus's paragraphs by FTS5 alone.
local function index(tokenizer, hash_size)
  local target = folder .. "/index.db"
  remove(target)
  local line = shell.line("build/support/bench_index", corpus_path, tokenizer, tostring(hash_size), target)
  local seconds, bytes, version = shell.check(line):match("(%S+) (%S+) (%S+)")
  remove(target)
  return tonumber(seconds), tonumber(bytes), version
end

local function compare_with_fts5(import_seconds, bytes)
  local hash_size = 64 * 1024 * 1024
  for _, entry in ipairs({
    { "import : FTS5, same tokenizer", "policy", 0, 0.8 },
    { "import : the same, 64 MB of hash", "policy", hash_size },
    { "import : FTS5 trigram", "trigram", 0, 3 },
    { "import : trigram, 64 MB of hash", "trigram", hash_size },
  }) do
    local seconds, _, version = least_of(2, index, entry[2], entry[3])
    row(entry[1], rate(bytes, import_seconds), rate(bytes, seconds), "SQLite " .. version, seconds / import_seconds,
      entry[4])
  end
end

local groonga_table = [[
table_create Paragraphs TABLE_NO_KEY
column_create Paragraphs text COLUMN_SCALAR Text
]]
local groonga_index = [[
table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto
column_create Terms paragraphs_text COLUMN_INDEX|WITH_POSITION Paragraphs text
]]

local function write_groonga_input(path, before, after)
  local file <close> = assert(io.open(path, "wb"))
  assert(file:write(before, "load --table Paragraphs\n["))
  local corpus <close> = assert(policy.open(corpus_path, { mode = "r" }))
  local separator = "\n"
  for paragraph in corpus:query("SELECT text FROM paragraph ORDER BY id") do
    assert(file:write(separator, '{"text":', json.quotestring(paragraph.text), "}"))
    separator = ",\n"
  end
  assert(file:write("\n]\n", after))
end

local function load_groonga(name, before, after)
  local place, input = folder .. "/" .. name, folder .. "/groonga.txt"
  write_groonga_input(input, before, after)
  shell.check(("rm -rf '%s' && mkdir '%s'"):format(place, place))
  local seconds = seconds_of(shell.check, ("groonga -n '%s/db' < '%s' > '%s/log'"):format(place, input, place))
  os.remove(input)
  return seconds
end

local function groonga_version() return "groonga " .. shell.check("groonga --version"):match("Groonga (%S+)") end

local function compare_with_groonga(import_seconds, bytes)
  local what = "import : groonga bigrams"
  if not installed("groonga") then return missing(what, "groonga", "groonga-bin") end
  local growing = load_groonga("groonga", groonga_table .. groonga_index, "")
  row(what, rate(bytes, import_seconds), rate(bytes, growing), groonga_version(), growing / import_seconds, 4)
  local at_once = load_groonga("groonga-static", groonga_table, groonga_index)
  row("import : the same, indexed at the end", rate(bytes, import_seconds), rate(bytes, at_once), groonga_version(),
    at_once / import_seconds)
end

-- ==}

-- {== Analysis ===============================================================

local function analyze_all(lexicon, paths)
  for _, path in ipairs(paths) do
    local reading <close> = core.reading_file(lexicon, path)
    assert(not reading:error())
  end
end

local function compare_analysis(bytes)
  local paths = shell.find(shell.line(source, "-name", "*.txt"))
  local seconds = median_of(3, analyze_all, core.lexicon(policy.lexicon), paths)
  local speed = bytes / 1e6 / seconds
  row("analysis, one core", rate(bytes, seconds), "60.0 MB/s", "(the budget)", speed / 60, 1)
  local what = "analysis : rg -c, number and unit"
  if not installed("rg") then return missing(what, "rg", "ripgrep") end
  local line = shell.line("rg", "-j1", "-c", number_pattern, source) .. " > " .. folder .. "/rg"
  local scan = median_of(3, shell.check, line)
  row(what, rate(bytes, seconds), rate(bytes, scan), shell.check("rg --version"):match("ripgrep %S+"), scan / seconds,
    0.15)
end

-- ==}

-- {== Reading a corpus =======================================================

local function each_record(collection)
  local count = 0
  for _ in pairs(collection) do count = count + 1 end
  return count
end

local function each_row(connection, sql)
  local cursor, count = assert(connection:execute(sql)), 0
  while cursor:fetch({}, "a") do count = count + 1 end
  cursor:close()
  return count
end

-- Medians of several runs of both, turn by turn: a machine that is shared is now slow, now quick.
local function compared(runs, our_work, their_work, collection, connection, sql)
  local ours, theirs, count = {}, {}, nil
  for run = 1, runs do
    local their_count
    ours[run], count = seconds_of(our_work, collection)
    theirs[run], their_count = seconds_of(their_work, connection, sql)
    assert(count == their_count)
  end
  table.sort(ours)
  table.sort(theirs)
  return ours[(runs + 1) // 2], theirs[(runs + 1) // 2], count
end

local function columns_of(corpus, name)
  local columns = {}
  for column in corpus:query(("SELECT name FROM pragma_table_info('%s')"):format(name)) do
    columns[#columns + 1] = '"' .. column.name .. '"'
  end
  return table.concat(columns, ", ")
end

local function compare_rows(corpus)
  local ok, luasql = pcall(require, "luasql.sqlite3")
  for _, name in ipairs({ "section", "paragraph" }) do
    local what = ("rows as tables, all %ss"):format(name)
    if not ok then
      missing(what, "LuaSQL for Lua 5.4", "lua-sql-sqlite3")
    else
      local environment = luasql.sqlite3()
      local connection = assert(environment:connect(corpus_path))
      local sql = ("SELECT %s FROM %s ORDER BY id"):format(columns_of(corpus, name), name)
      local ours, theirs, count = compared(5, each_record, each_row, corpus[name .. "s"], connection, sql)
      connection:close()
      environment:close()
      local function speed(seconds) return ("%.0f rows/s"):format(count / seconds) end
      row(what, speed(ours), speed(theirs), luasql._VERSION or "LuaSQL", theirs / ours, 1.5)
    end
  end
end

local function measure_open()
  local seconds = median_of(21, function()
    local corpus <close> = assert(policy.open(corpus_path))
    return #corpus.documents
  end)
  row("policy.open and a count", milliseconds(seconds), "5.00 ms", "(the budget)", 0.005 / seconds, 1)
end

local function search_all(corpus)
  for _, phrase in ipairs(phrases) do
    local count = 0
    for _ in corpus:search(phrase, { limit = 20 }) do count = count + 1 end
    assert(count > 0, phrase)
  end
end

-- Groonga says itself how long each command took, without the start of its process.
local function search_groonga()
  local lines = {}
  for _, phrase in ipairs(phrases) do
    lines[#lines + 1] = ("select Paragraphs --match_columns text --query '\"%s\"' --sort_keys -_score --limit 20"
      .. " --output_columns '_id,_score,snippet_html(text)'\n"):format(phrase)
  end
  shell.write(folder .. "/search.txt", table.concat(lines))
  local output = shell.check(("groonga %s/groonga/db < %s/search.txt"):format(folder, folder))
  local total = 0
  for elapsed in output:gmatch("%[%[0,[%d.]+,([%d.e-]+)%]") do total = total + tonumber(elapsed) end
  return total
end

local function compare_search(corpus)
  local what = ("%d phrases, first 20 by rank"):format(#phrases)
  if not installed("groonga") then return missing(what, "groonga", "groonga-bin") end
  local ours = median_of(5, search_all, corpus)
  local theirs = {}
  for run = 1, 5 do theirs[run] = search_groonga() end
  table.sort(theirs)
  row(what, milliseconds(ours), milliseconds(theirs[3]), groonga_version(), theirs[3] / ours, 1)
end

local function measure_memory(corpus)
  for _, name in ipairs({ "sections", "paragraphs" }) do
    local size, count, early = #corpus[name], 0, nil
    collectgarbage()
    for _ in pairs(corpus[name]) do
      count = count + 1
      if count == size // 2 then
        collectgarbage()
        early = own_memory()
      end
    end
    collectgarbage()
    local late = own_memory()
    if early then
      row("memory over all " .. name, ("%.1f MB"):format(late / 1000), ("%.1f MB"):format(early / 1000),
        "(after half of them)", early / late, 0.9)
    end
  end
end

-- ==}

shell.check(shell.line("mkdir", "-p", source))
local bytes, files = bench_corpus.make("data", source, megabytes)
print(("%d documents, %.1f MB; %s, SQLite %s, %s"):format(files, bytes / 1e6, _VERSION, core.sqlite_version,
  shell.check("uname -sm"):gsub("\n", "")))
print_row("what", "policy", "peer", "", "ratio", "at least", "")
local import_seconds = least_of(3, import)
compare_with_fts5(import_seconds, bytes)
compare_with_groonga(import_seconds, bytes)
local corpus <close> = assert(policy.open(corpus_path, { mode = "r" }))
measure_memory(corpus)
compare_analysis(bytes)
compare_rows(corpus)
measure_open()
compare_search(corpus)
