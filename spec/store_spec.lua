-- The store: one SQLite file, opened, checked, written and read.

local core = require("policy.core")
local folder = require("folder")
local shell = require("shell")

local lexicon = core.lexicon({})

-- Starts Lua with the core that is tested here.
local LUA = ("LUA_CPATH='%s' %s "):format(package.cpath, os.getenv("POLICY_LUA") or "lua5.4")

local PLAN = table.concat({
  "青石县节水方案", -- 1
  "", --
  "一、总体要求", -- 3
  "（一）目标", -- 4
  "到2031年，灌溉用水下降一成。", -- 5
  "二、主要任务", -- 6
  "修渠道，装水表。", -- 7
  "", --
}, "\n")

local OTHER = "甲乡修路记\n\n路面铺好，水沟通畅。\n"

local function write(store, text, file)
  local reading <close> = core.reading(lexicon, text)
  return store:write(reading, file)
end

-- Writes all texts, a list of pairs of file and text, in one transaction; gives the documents' ids.
local function write_all(store, ...)
  local ids = {}
  assert(store:begin())
  for i, pair in ipairs({ ... }) do ids[i] = assert(write(store, pair[2], pair[1])) end
  assert(store:commit())
  return table.unpack(ids)
end

-- The files of the documents that have a paragraph in which the phrase stands.
local function search(store, phrase)
  local files = {}
  for i, row in ipairs(assert(store:rows("SELECT DISTINCT file FROM paragraph_text"
    .. " JOIN paragraph ON paragraph.id = paragraph_text.rowid JOIN document ON document.id = paragraph.document"
    .. " WHERE paragraph_text MATCH ? ORDER BY file", { '"' .. phrase .. '"' }))) do
    files[i] = row.file
  end
  return files
end

local function count(store, name) return assert(store:value("SELECT count(*) FROM " .. name)) end

-- The list of all rows of a query.
local function rows_of(store, sql, parameters)
  local list = {}
  for row in store:query(sql, parameters) do list[#list + 1] = row end
  return list
end

-- Overwrites the bytes of a closed file that stand at `at`, counted from 0.
local function patch(path, at, bytes)
  local file <close> = assert(io.open(path, "r+b"))
  file:seek("set", at)
  file:write(bytes)
end

-- Overwrites every place where `old` stands with `new`, which is as long.
local function replace_bytes(path, old, new)
  local text, from, found = shell.read(path), 1, 0
  assert(#old == #new)
  while true do
    local at = text:find(old, from, true)
    if not at then break end
    patch(path, at - 1, new)
    from, found = at + #old, found + 1
  end
  assert(found > 0, "nothing to patch")
end

local USER_VERSION, APPLICATION_ID = 60, 68 -- where SQLite's file header has them

describe("a store", function()
  local place, path
  before_each(function()
    place = folder.make()
    path = place .. "/语料 1.db"
  end)
  after_each(function() folder.remove(place) end)

  ------------------------------------------------------------------------------------------------------- opening

  describe("when it is opened", function()
    it("is made where it is missing", function()
      local store = assert(core.open(path, "rw"))
      assert.equal(path, store:path())
      assert.equal(0x706C6379, store:value("PRAGMA application_id"))
      assert.equal(1, store:value("PRAGMA user_version"))
      assert.same({ { key = "schema", value = "1" }, { key = "tokenizer", value = "policy 1" },
        { key = "unicode", value = core.unicode_version } }, store:rows("SELECT * FROM corpus ORDER BY key"))
      for _, name in ipairs { "document", "section", "paragraph", "corpus" } do
        assert.equal(1, store:value("SELECT strict FROM pragma_table_list WHERE name = ?", { name }))
      end
      assert.is_true(store:check())
      store:close()
      assert.equal("\2\2", shell.read(path):sub(19, 20)) -- SQLite's mark of a file with a write-ahead log
    end)

    it("lives in memory as :memory:", function()
      local one <close> = assert(core.open(":memory:", "rw"))
      local two <close> = assert(core.open(":memory:", "rw"))
      write_all(one, { "a", PLAN })
      assert.equal(1, count(one, "document"))
      assert.equal(0, count(two, "document"))
    end)

    it("takes every name for a file's name", function()
      for _, name in ipairs { "file:x.db", "a?mode=memory", "#%41", "it's" } do
        local file = place .. "/" .. name
        assert(core.open(file, "rw")):close()
        assert.is_truthy(core.stat(file))
        assert(core.open(file, "r")):close()
      end
    end)

    it("is read as it was written", function()
      local store = assert(core.open(path, "rw"))
      write_all(store, { "a", PLAN })
      store:close()
      for _, mode in ipairs { "r", "rw" } do
        local again <close> = assert(core.open(path, mode))
        assert.same({ "a" }, search(again, "水表"))
        assert.is_true(again:check())
      end
    end)

    it("is never made, nor written, for reading", function()
      local store, message, code = core.open(path, "r")
      assert.is_nil(store)
      assert.equal("ENOENT", code)
      assert.is_truthy(message:find(path, 1, true))
      assert.is_nil(core.stat(path))
      assert(core.open(path, "rw")):close()
      local reader <close> = assert(core.open(path, "r"))
      assert.equal("READONLY", select(3, reader:begin()))
      assert.equal("READONLY", select(3, reader:remove(1)))
    end)

    it("needs neither log nor right to write for reading", function()
      local store = assert(core.open(path, "rw"))
      write_all(store, { "a", PLAN })
      store:close()
      local script = folder.write(place .. "/reader.lua", ([[
        local core = require("policy.core")
        local store = assert(core.open(%q, "r"))
        print(store:value("SELECT count(*) FROM paragraph_text WHERE paragraph_text MATCH '水表'"))
        print(select(3, core.open(%q, "rw")))
      ]]):format(path, path))
      local line = LUA .. script
      if shell.check("id -u") == "0\n" then -- the superuser may write everywhere
        shell.check(shell.line("chmod", "755", place))
        line = "setpriv --reuid=65534 --regid=65534 --clear-groups env " .. line
      else
        shell.check(shell.line("chmod", "a-w", path, place))
        finally(function() shell.check(shell.line("chmod", "u+w", place)) end)
      end
      if select(2, shell.run(line:gsub("%S+$", "-e 'require(\"policy.core\")'"))) ~= 0 then
        pending("no other user can load the core")
      end
      assert.equal("1\nREADONLY\n", shell.check(line))
    end)

    it("says why it cannot be", function()
      local function code_of(file, mode)
        local store, message, code = core.open(file, mode)
        assert.is_nil(store)
        assert.equal(file, message:sub(1, #file))
        return code
      end
      shell.write(path, ("这不是数据库。\n"):rep(1000))
      assert.equal("NOTADB", code_of(path, "rw"))
      assert.equal("NOTADB", code_of(path, "r"))
      assert.equal(("这不是数据库。\n"):rep(1000), shell.read(path))
      shell.write(path, "")
      assert.equal("NOTADB", code_of(path, "r"))
      assert.equal("EISDIR", code_of(place, "rw"))
      assert.equal("EISDIR", code_of(place, "r"))
      assert.equal("ENOENT", code_of(place .. "/no/folder.db", "rw"))
      assert.equal("NOTADB", code_of(":memory:", "r"))
    end)

    it("makes a corpus of an empty file", function()
      shell.write(path, "")
      local store <close> = assert(core.open(path, "rw"))
      assert.equal(0, count(store, "document"))
    end)

    it("leaves other programs' databases alone", function()
      assert(core.open(path, "rw")):close()
      patch(path, APPLICATION_ID, "\0\0\0\0")
      local before = shell.read(path)
      for _, mode in ipairs { "r", "rw" } do assert.equal("NOTADB", select(3, core.open(path, mode))) end
      assert.equal(before, shell.read(path))
    end)

    it("refuses what a newer version made", function()
      assert(core.open(path, "rw")):close()
      patch(path, USER_VERSION, "\0\0\0\2")
      for _, mode in ipairs { "r", "rw" } do assert.equal("NEWER", select(3, core.open(path, mode))) end
    end)

    it("builds the index anew when tokenizer or Unicode data have changed", function()
      for _, item in ipairs { { "tokenizerpolicy 1", "tokenizerpolicy 0" }, { "unicode1", "unicode0" } } do
        shell.check(shell.line("rm", "-f", path))
        local store = assert(core.open(path, "rw"))
        write_all(store, { "a", PLAN })
        store:close()
        replace_bytes(path, "装水表", "装电表") -- now the index is not that of the text
        do
          local drifted <close> = assert(core.open(path, "rw"))
          assert.same({ "a" }, search(drifted, "水表"))
          assert.equal("CORRUPT", select(3, drifted:check()))
        end
        replace_bytes(path, item[1], item[2])
        assert.equal("OUTDATED", select(3, core.open(path, "r")))
        local renewed <close> = assert(core.open(path, "rw"))
        assert.is_true(renewed:check())
        assert.same({ "a" }, search(renewed, "电表"))
        assert.same({}, search(renewed, "水表"))
        assert(core.open(path, "r")):close()
      end
    end)

    it("says so when the file is damaged", function()
      local store = assert(core.open(path, "rw"))
      write_all(store, { "a", PLAN }, { "b", OTHER })
      store:close()
      local whole = shell.read(path)
      for at = 100, #whole - 1, 997 do
        shell.write(path, whole:sub(1, at) .. ("\xA5"):rep(math.min(40, #whole - at)) .. whole:sub(at + 41))
        local damaged = core.open(path, "rw")
        if damaged then
          damaged:rows("SELECT * FROM document, section, paragraph")
          damaged:rows("SELECT rowid FROM paragraph_text WHERE paragraph_text MATCH '水表' ORDER BY rank")
          assert(damaged:check() or select(3, damaged:check()))
          if damaged:begin() then
            write(damaged, PLAN, "b")
            damaged:commit()
          end
          damaged:close()
        end
      end
    end)

    it("wants a path and one of two modes", function()
      for _, arguments in ipairs { {}, { "" }, { "a\0b" }, { path, "w" }, { path, 1 }, { {} } } do
        assert.has_error(function() core.open(table.unpack(arguments)) end)
      end
    end)
  end)

  ------------------------------------------------------------------------------------------------------- writing

  describe("when it is written", function()
    local store
    before_each(function() store = assert(core.open(path, "rw")) end)
    after_each(function()
      if not store:closed() then assert.is_true(store:check()) end
      store:close()
    end)

    it("holds the document with its sections and paragraphs", function()
      local id = write_all(store, { "a.txt", PLAN })
      local document = store:rows("SELECT * FROM document")[1]
      assert.same({ id, "a.txt", "UTF-8", 7, #PLAN }, { document.id, document.file, document.encoding,
        document.lines, document.size })
      assert.equal(utf8.len((PLAN:gsub("\n", ""))), document.characters)
      assert.is_nil(document.modified)
      assert.is_nil(document.publisher)
      assert.same({
        { id = 1, document = id, level = 1, style = "heading", number = "一", title = "总体要求", path = "一", line = 3,
          column = 1, byte = PLAN:find("一、", 1, true) - 1, first_line = 3, last_line = 5 },
        { id = 2, document = id, parent = 1, level = 2, style = "heading", number = "（一）", title = "目标",
          path = "一/（一）", line = 4, column = 1, byte = PLAN:find("（一）", 1, true) - 1, first_line = 4,
          last_line = 5 },
        { id = 3, document = id, level = 1, style = "heading", number = "二", title = "主要任务", path = "二", line = 6,
          column = 1, byte = PLAN:find("二、", 1, true) - 1, first_line = 6, last_line = 7 },
      }, store:rows("SELECT * FROM section ORDER BY id"))
      local texts = {}
      for i, row in ipairs(store:rows("SELECT * FROM paragraph ORDER BY id")) do
        assert.equal(i, row.id)
        assert.equal(id, row.document)
        assert.equal(row.text, PLAN:sub(row.byte + 1, row.byte + #row.text))
        texts[i] = row.line .. row.text
      end
      assert.same({ "1青石县节水方案", "3一、总体要求", "4（一）目标", "5到2031年，灌溉用水下降一成。", "6二、主要任务",
        "7修渠道，装水表。" }, texts)
      assert.equal(2, store:value("SELECT section FROM paragraph WHERE line = 5"))
      assert.is_nil(store:value("SELECT section FROM paragraph WHERE line = 1"))
    end)

    it("knows what was read of a file, and when that was last changed", function()
      local file = folder.write(place .. "/a.txt", PLAN, 5000)
      local reading <close> = core.reading_file(lexicon, file)
      assert(store:begin())
      local id = assert(store:write(reading, file))
      assert(store:commit())
      local size, modified, kind = core.stat(file)
      assert.equal("file", kind)
      assert.same({ id, size, modified }, { store:known(file) })
      assert.same({ #PLAN, modified }, { reading:size(), reading:modified() })
      assert.is_nil(store:known("b"))
      local other = write_all(store, { "memory", OTHER })
      assert.same({ other, #OTHER }, { store:known("memory") })
    end)

    it("puts a document in the place of the one that had its file", function()
      local a, b = write_all(store, { "a", PLAN }, { "b", PLAN })
      assert.same({ "a", "b" }, search(store, "水表"))
      assert.equal(a, (write_all(store, { "a", OTHER })))
      assert.equal(2, count(store, "document"))
      assert.same({ "b" }, search(store, "水表"))
      assert.same({ "a" }, search(store, "水沟"))
      assert.equal(0, store:value("SELECT count(*) FROM section WHERE document = ?", { a }))
      assert.equal(3, store:value("SELECT count(*) FROM section WHERE document = ?", { b }))
      assert.equal(#OTHER, store:value("SELECT size FROM document WHERE file = 'a'"))
    end)

    it("keeps ids in the order of the document, however often it is written", function()
      for round = 1, 3 do
        write_all(store, { "a", PLAN }, { "b", OTHER }, { "a", PLAN .. round }, { "b", PLAN })
        for _, name in ipairs { "section", "paragraph" } do
          for _, file in ipairs { "a", "b" } do
            local last = 0
            for _, row in ipairs(store:rows(("SELECT line FROM %s WHERE document = (SELECT id FROM document WHERE"
              .. " file = ?) ORDER BY id"):format(name), { file })) do
              assert.is_true(row.line > last)
              last = row.line
            end
          end
        end
        assert.is_true(store:check())
      end
    end)

    it("loses a document with all that hangs on it", function()
      local a, b = write_all(store, { "a", PLAN }, { "b", PLAN })
      assert.is_true(store:remove(a))
      assert.same({ "b" }, search(store, "水表"))
      assert.equal(3, count(store, "section"))
      assert.equal(6, count(store, "paragraph"))
      local done, message, code = store:remove(a)
      assert.is_nil(done)
      assert.is_string(message)
      assert.equal("ENOENT", code)
      assert(store:begin())
      assert.is_true(store:remove(b))
      assert.equal(0, count(store, "document"))
      assert.is_true(store:rollback())
      assert.same({ "b" }, search(store, "水表"))
    end)

    it("holds texts of every kind", function()
      local long = ("长"):rep(100000)
      write_all(store, { "empty", "" }, { "blank", "\n\n \n" }, { "long", long }, { "quotes", "'\"`--;\n" })
      assert.equal(long, store:value("SELECT text FROM paragraph WHERE length(text) = 100000"))
      assert.equal("'\"`--;", store:value("SELECT text FROM paragraph WHERE text LIKE '%--;'"))
      assert.equal(4, count(store, "document"))
    end)

    it("goes back to what it was when the transaction is undone", function()
      write_all(store, { "a", PLAN })
      assert(store:begin())
      assert(write(store, OTHER, "a"))
      assert(write(store, OTHER, "b"))
      assert.is_true(store:rollback())
      assert.same({ "a" }, search(store, "水表"))
      assert.equal(1, count(store, "document"))
      write_all(store, { "b", OTHER })
      assert.same({ "b" }, search(store, "水沟"))
    end)

    it("goes back to what it was when it is closed or forgotten within a transaction", function()
      write_all(store, { "a", PLAN })
      assert(store:begin())
      assert(write(store, OTHER, "b"))
      local iterator = store:query("SELECT * FROM paragraph") -- a statement that is under way does not hold it up
      iterator()
      store:close()
      store = assert(core.open(path, "rw"))
      assert.equal(1, count(store, "document"))
      assert(store:begin())
      assert(write(store, OTHER, "b"))
      store = nil -- luacheck: ignore
      collectgarbage()
      store = assert(core.open(path, "rw"))
      assert.equal(1, count(store, "document"))
    end)

    it("puts FTS5's settings for bulk loading back", function()
      write_all(store, { "a", PLAN })
      assert.equal(1048576, store:value("SELECT v FROM paragraph_text_config WHERE k = 'hashsize'"))
      assert(store:begin())
      assert(write(store, OTHER, "b"))
      assert.is_true(store:value("SELECT v FROM paragraph_text_config WHERE k = 'hashsize'") > 1048576)
      assert(store:rollback())
      assert.equal(1048576, store:value("SELECT v FROM paragraph_text_config WHERE k = 'hashsize'"))
    end)

    it("tells misuse", function()
      local reading = core.reading(lexicon, PLAN)
      local refused = core.reading(lexicon, "a\0b")
      assert.error_matches(function() store:write(reading, "a") end, "no transaction is open", 1, true)
      assert.error_matches(function() store:commit() end, "no transaction is open", 1, true)
      assert.error_matches(function() store:rollback() end, "no transaction is open", 1, true)
      assert(store:begin())
      assert.error_matches(function() store:begin() end, "a transaction is open already", 1, true)
      assert.has_error(function() store:write(refused, "a") end)
      assert.has_error(function() store:write(reading) end)
      assert.has_error(function() store:write(reading, "") end)
      assert.has_error(function() store:write(reading, "a\0b") end)
      assert.has_error(function() store:write(lexicon, "a") end)
      assert.has_error(function() store:remove("a") end)
      reading:close()
      assert.has_error(function() store:write(reading, "a") end)
      assert.is_true(store:commit())
      assert.equal(0, count(store, "document"))
    end)

    it("counts changes, its own and those of others", function()
      local other <close> = assert(core.open(path, "rw"))
      local seen = {}
      local function differs()
        local now = store:changes()
        assert.equal("integer", math.type(now))
        assert.is_nil(seen[now])
        assert.equal(now, store:changes())
        seen[now] = true
      end
      differs()
      local id = write_all(store, { "a", PLAN })
      differs()
      write_all(other, { "b", PLAN })
      differs()
      store:remove(id)
      differs()
      other:value("SELECT count(*) FROM document")
      local last = store:changes()
      assert(other:begin())
      assert(other:commit())
      assert.equal(last, store:changes())
    end)
  end)

  ----------------------------------------------------------------------------------------------- several at once

  describe("with several at work", function()
    -- Starts a program that opens the store, begins, writes OTHER as "child", says so, and then does `rest`.
    local function start(rest)
      local script = folder.write(place .. "/child.lua", ([[
        local core = require("policy.core")
        local store = assert(core.open(%q, "rw"))
        assert(store:begin())
        assert(store:write(core.reading(core.lexicon({}), %q), "child"))
        io.stdout:write("written\n")
        io.stdout:flush()
        %s
      ]]):format(path, OTHER, rest))
      local pipe = assert(io.popen("echo $$; exec env " .. LUA .. script, "r"))
      local process = pipe:read("l")
      assert.equal("written", pipe:read("l"))
      return pipe, process
    end

    before_each(function()
      local store <close> = assert(core.open(path, "rw"))
      write_all(store, { "a", PLAN })
    end)

    it("lets the second writer wait and readers go on", function()
      local pipe = start([[
        local started = core.clock()
        repeat until core.clock() - started > 0.3
        assert(store:commit())
        os.exit(0, true)
      ]])
      local store <close> = assert(core.open(path, "rw"))
      local reader <close> = assert(core.open(path, "r"))
      assert.same({}, search(reader, "水沟"))
      assert.same({ "a" }, search(store, "水表"))
      local started = core.clock()
      write_all(store, { "b", OTHER })
      assert.is_true(core.clock() - started > 0.05)
      assert.is_true(pipe:close())
      assert.same({ "b", "child" }, search(reader, "水沟"))
      assert.is_true(store:check())
    end)

    it("keeps what was before when a writer is killed", function()
      local pipe, process = start("io.stdin:read('a') repeat until false")
      shell.check("kill -KILL " .. process)
      assert.is_nil((pipe:close()))
      local store <close> = assert(core.open(path, "rw"))
      assert.is_true(store:check())
      assert.equal(1, count(store, "document"))
      write_all(store, { "child", OTHER })
      assert.same({ "child" }, search(store, "水沟"))
    end)

    it("leaves a process in peace that ends with everything open", function()
      local script = folder.write(place .. "/careless.lua", ([[
        core = require("policy.core")
        one, two = assert(core.open(%q, "rw")), assert(core.open(%q, "rw"))
        iterators = { one:query("select * from paragraph"), two:query("select * from paragraph") }
        for _, iterator in ipairs(iterators) do iterator() end
        lexicon = core.lexicon({})
        reader = core.reader(lexicon, { %q, %q, "none" })
        reading = reader:next()
        ids = one:column("select id from paragraph")
        one:begin()
        one:write(core.reading(lexicon, "x"), "x")
      ]]):format(path, path, place .. "/careless.lua", place .. "/careless.lua"))
      shell.check(LUA .. script)
      local store <close> = assert(core.open(path, "rw"))
      assert.equal(1, count(store, "document"))
    end)

    it("is made by two at once", function()
      local script = folder.write(place .. "/maker.lua", ([[
        local core = require("policy.core")
        local store = assert(core.open(arg[1], "rw"))
        assert(store:begin())
        assert(store:write(core.reading(core.lexicon({}), %q), arg[2]))
        assert(store:commit())
      ]]):format(OTHER))
      local line = {}
      for round = 1, 3 do
        for maker = 1, 3 do
          line[#line + 1] = ("%s%s '%s/%d.db' %d &"):format(LUA, script, place, round, maker)
        end
      end
      assert.equal("", shell.check(table.concat(line, "\n") .. "\nwait"))
      for round = 1, 3 do
        local store <close> = assert(core.open(("%s/%d.db"):format(place, round), "rw"))
        assert.same({ "1", "2", "3" }, search(store, "水沟"))
      end
    end)
  end)

  ------------------------------------------------------------------------------------------------------- reading

  describe("when it is read", function()
    local store
    before_each(function()
      store = assert(core.open(path, "rw"))
      write_all(store, { "a", PLAN })
    end)
    after_each(function() store:close() end)

    it("gives rows as tables", function()
      local rows = store:rows("SELECT 1 AS i, 9223372036854775807 AS big, 1.0 AS f, '字' || char(0) || 'x' AS t,"
        .. " x'00FF' AS b, NULL AS n, '' AS e")
      assert.same({ { i = 1, big = math.maxinteger, f = 1.0, t = "字\0x", b = "\0\xFF", e = "" } }, rows)
      assert.equal("integer", math.type(rows[1].i))
      assert.equal("float", math.type(rows[1].f))
      assert.is_nil(rows[1].n)
      assert.same({}, store:rows("SELECT 1 WHERE 0"))
      assert.equal(6, #store:rows("SELECT id FROM paragraph"))
    end)

    it("gives rows their metatable", function()
      local metatable = { __index = { kind = "row" } }
      for _, row in ipairs(store:rows("SELECT id FROM paragraph", {}, metatable)) do
        assert.equal(metatable, getmetatable(row))
        assert.equal("row", row.kind)
      end
      assert.is_nil(getmetatable(store:rows("SELECT 1")[1]))
    end)

    it("binds values", function()
      assert.same({ { a = 1, b = 0.5, c = "a\0b'", d = 1, e = 0, f = math.mininteger } },
        store:rows("SELECT ? AS a, ? AS b, ? AS c, ? AS d, ? AS e, ? AS f", { 1, 0.5, "a\0b'", true, false,
          math.mininteger }))
      assert.equal("integer", store:value("SELECT typeof(?)", { 3 }))
      assert.equal("real", store:value("SELECT typeof(?)", { 3.0 }))
      assert.equal("text", store:value("SELECT typeof(?)", { "3" }))
      assert.equal(3, store:value("SELECT ?2 + ?2 - ?1", { 5, 4 }))
      for _, parameters in ipairs { {}, { 1, 2 }, { {} }, { print }, { store } } do
        assert.has_error(function() store:rows("SELECT ?", parameters) end)
        assert.has_error(function() store:value("SELECT ?", parameters) end)
        assert.has_error(function() store:column("SELECT ?", parameters) end)
        assert.has_error(function() store:query("SELECT ?", parameters) end)
      end
      assert.has_error(function() store:rows("SELECT 1", 1) end)
      assert.has_error(function() store:rows({}) end)
      assert.has_error(function() store:rows("SELECT 1", {}, 1) end)
    end)

    it("gives a column of integers, packed", function()
      local ids = store:column("SELECT id * 10 FROM paragraph WHERE id > ? ORDER BY id", { 2 })
      assert.equal(4, #ids)
      assert.same({ 30, 40, 50, 60 }, { ids[1], ids[2], ids[3], ids[4] })
      for _, index in ipairs { 0, 5, -1, 1.5, "1", math.maxinteger } do assert.is_nil(ids[index]) end
      assert.equal(0, #store:column("SELECT id FROM paragraph WHERE 0"))
      assert.equal(100000, #store:column(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT i FROM n"))
    end)

    it("gives a value", function()
      assert.equal("青石县节水方案", store:value("SELECT text FROM paragraph ORDER BY id"))
      assert.is_nil(store:value("SELECT NULL"))
      assert.is_nil(store:value("SELECT 1 WHERE 0"))
    end)

    it("gives rows one by one", function()
      assert.same(store:rows("SELECT * FROM paragraph"), rows_of(store, "SELECT * FROM paragraph"))
      assert.same({}, rows_of(store, "SELECT 1 WHERE ? = 2", { 1 }))
      local iterator = store:query("SELECT 7 AS x")
      assert.same({ x = 7 }, iterator())
      assert.is_nil(iterator())
      assert.is_nil(iterator())
    end)

    it("runs several queries at once, also the same one", function()
      local pairs_seen = 0
      for outer in store:query("SELECT id FROM paragraph") do
        for inner in store:query("SELECT id FROM paragraph") do
          pairs_seen = pairs_seen + (inner.id == outer.id and 1 or 0)
          assert.equal(6, count(store, "paragraph"))
        end
      end
      assert.equal(6, pairs_seen)
    end)

    it("ends a query when its loop ends", function()
      local other <close> = assert(core.open(path, "rw"))
      -- As long as a query is under way, the connection goes on seeing what it saw.
      for row in store:query("SELECT * FROM paragraph ORDER BY id") do
        write_all(other, { "b", OTHER })
        assert.equal(1, count(store, "document"))
        if row.id == 1 then break end
      end
      assert.equal(2, count(store, "document"))
      pcall(function()
        for _ in store:query("SELECT * FROM paragraph") do
          other:remove(2)
          error("left")
        end
      end)
      assert.equal(1, count(store, "document"))
    end)

    it("writes nothing, whatever the SQL", function()
      local before = store:changes()
      for _, sql in ipairs {
        "DELETE FROM document", "UPDATE document SET title = 'x'", "INSERT INTO corpus VALUES ('a', 'b')",
        "DROP TABLE section", "CREATE TABLE t (x)", "CREATE TEMP TABLE t (x)", "CREATE VIEW v AS SELECT 1",
        "WITH x AS (SELECT 1) DELETE FROM document", "DELETE FROM document RETURNING id",
        "ALTER TABLE corpus RENAME TO x",
        "INSERT INTO paragraph_text (paragraph_text) VALUES ('delete-all')", "ATTACH ':memory:' AS y", "DETACH main",
        "BEGIN", "BEGIN IMMEDIATE", "SAVEPOINT a", "COMMIT", "ROLLBACK", "VACUUM", "REINDEX", "ANALYZE",
        "VACUUM INTO '" .. place .. "/copy.db'", "PRAGMA user_version = 7", "PRAGMA journal_mode = DELETE",
        "PRAGMA foreign_keys = OFF", "PRAGMA writable_schema = ON", "PRAGMA wal_checkpoint", "PRAGMA optimize",
        "PRAGMA query_only = OFF", "PRAGMA cache_size", "SELECT * FROM pragma_optimize", "SELECT load_extension('x')",
        "SELECT fts3_tokenizer('simple', x'00')", "EXPLAIN DELETE FROM document",
      } do
        local rows, message, code = store:rows(sql)
        assert.is_nil(rows, sql)
        assert.equal("ERROR", code)
        assert.is_string(message)
        assert.has_error(function() rows_of(store, sql) end)
        assert.equal("ERROR", select(3, store:value(sql)))
        assert.equal("ERROR", select(3, store:column(sql)))
      end
      assert.equal(before, store:changes())
      assert.is_nil(core.stat(place .. "/copy.db"))
      assert.is_true(store:check())
    end)

    it("takes one statement, no less and no more", function()
      for _, sql in ipairs { "", "  ", ";", "-- nothing", "/* */", "SELECT 1; SELECT 2", "SELECT 1; DELETE FROM corpus",
        "SELECT 1; x", "SELECT 1\0; DELETE FROM corpus" } do
        assert.equal("ERROR", select(3, store:rows(sql)), sql)
      end
      for _, sql in ipairs { "SELECT 1;", "SELECT 1 ; ;; ", "SELECT 1; -- one", "/* one */ SELECT 1 /* it */" } do
        assert.equal(1, #assert(store:rows(sql)))
      end
    end)

    it("says what is wrong with the SQL", function()
      for sql, reason in pairs {
        ["selec 1"] = 'near "selec": syntax error', ["SELECT x FROM document"] = "no such column: x",
        ["SELECT * FROM tables"] = "no such table: tables",
        ["SELECT * FROM paragraph_text WHERE paragraph_text MATCH '\"'"] = "unterminated string",
      } do
        local rows, message, code = store:rows(sql)
        assert.is_nil(rows)
        assert.equal("ERROR", code)
        assert.is_truthy(message:find(reason, 1, true), message)
        assert.is_truthy(message:find(path, 1, true))
      end
      assert.error_matches(function() store:query("selec") end, 'near "selec": syntax error', 1, true)
      assert.error_matches(function()
        for _ in store:query("SELECT * FROM paragraph_text WHERE paragraph_text MATCH ?", { '"' }) do error("a row") end
      end, "unterminated string", 1, true)
    end)

    it("may look at the schema", function()
      assert.equal(13, #store:rows("PRAGMA table_info(section)"))
      assert.equal("ok", store:value("PRAGMA integrity_check"))
      assert.equal(0, #store:rows("PRAGMA foreign_key_check"))
      assert.is_truthy(store:value("SELECT sql FROM sqlite_schema WHERE name = 'document'"))
      assert.is_true(#store:rows("EXPLAIN QUERY PLAN SELECT * FROM document") > 0)
    end)
  end)

  ------------------------------------------------------------------------------------------------------- closing

  describe("when it is closed", function()
    it("is so any number of times, and says so", function()
      local store = assert(core.open(path, "rw"))
      assert.is_false(store:closed())
      store:close()
      store:close()
      assert.is_true(store:closed())
      for _, method in ipairs { "path", "begin", "commit", "rollback", "write", "remove", "known", "rows", "column",
        "value", "query", "changes", "check" } do
        assert.error_matches(function() store[method](store, "SELECT 1") end, "corpus is closed", 1, true)
      end
      assert.is_truthy(tostring(store):find("closed", 1, true))
    end)

    it("closes at the end of its block", function()
      local kept
      do
        local store <close> = assert(core.open(path, "rw"))
        kept = store
      end
      assert.is_true(kept:closed())
    end)

    it("ends the queries that are under way", function()
      local store = assert(core.open(path, "rw"))
      write_all(store, { "a", PLAN })
      local iterator = store:query("SELECT * FROM paragraph")
      assert.is_table(iterator())
      local ids = store:column("SELECT id FROM paragraph")
      store:close()
      assert.error_matches(iterator, "corpus is closed", 1, true)
      assert.equal(6, #ids)
      iterator = nil -- luacheck: ignore
      collectgarbage()
      assert.is_nil(core.stat(path .. "-wal")) -- the last connection to close takes the log away
    end)

    it("stays open as long as a query runs that nobody else holds", function()
      local store = assert(core.open(path, "rw"))
      write_all(store, { "a", PLAN })
      local iterator = store:query("SELECT id FROM paragraph ORDER BY id")
      store = nil -- luacheck: ignore
      collectgarbage()
      collectgarbage()
      for id = 1, 6 do assert.equal(id, iterator().id) end
      assert.is_nil(iterator())
    end)

    it("is given back by the collector in any order", function()
      for _ = 1, 20 do
        local held = {}
        for i = 1, 4 do
          local store = assert(core.open(":memory:", "rw"))
          local iterator = store:query("SELECT * FROM corpus")
          assert.is_table(iterator())
          held[i] = i % 2 == 0 and store or iterator
          if i == 4 then held[i]:close() end
        end
      end
      collectgarbage()
      collectgarbage()
    end)

    it("is closed by a finalizer while a row is read", function()
      local store = assert(core.open(path, "rw"))
      write_all(store, { "a", PLAN })
      setmetatable({}, { __gc = function() store:close() end })
      local ok, message = pcall(function()
        repeat
          for _ in store:query("SELECT * FROM paragraph, section, paragraph AS again") do end
          store:rows("SELECT * FROM paragraph, section, paragraph AS again")
        until false
      end)
      assert.is_false(ok)
      assert.is_truthy(message:find("corpus is closed", 1, true))
    end)
  end)
end)

describe("readings", function()
  it("tell what was refused", function()
    local reading <close> = core.reading(lexicon, "第一行\n第\xFF二行\n")
    local message, code, byte = reading:error()
    assert.is_string(message)
    assert.equal("EILSEQ", code)
    assert.equal("integer", math.type(byte))
    local missing <close> = core.reading_file(lexicon, "/no/such/file")
    message, code, byte = missing:error()
    assert.is_string(message)
    assert.equal("ENOENT", code)
    assert.is_nil(byte)
    local good <close> = core.reading(lexicon, OTHER)
    assert.is_nil(good:error())
  end)

  it("come from a reader in the order of the files", function()
    local place = folder.make()
    finally(function() folder.remove(place) end)
    local files = {}
    for i = 1, 100 do files[i] = folder.write(("%s/%03d.txt"):format(place, i), ("字"):rep(i)) end
    table.insert(files, 50, place .. "/missing")
    local reader <close> = core.reader(lexicon, files)
    for i = 1, 101 do
      local reading = reader:next()
      if i == 50 then
        assert.equal("ENOENT", select(2, reading:error()))
      else
        assert.equal(3 * (i < 50 and i or i - 1), reading:size())
      end
      if i % 3 == 0 then reading:close() end
    end
    assert.is_nil(reader:next())
    assert.is_nil(reader:next())
    reader:close()
    assert.has_error(function() reader:next() end)
    assert.is_nil(core.reader(lexicon, {}):next())
    local left = core.reader(lexicon, files) -- closed with nearly all still to come
    left:next()
    left:close()
    left:close()
  end)

  it("want what they are made of", function()
    assert.has_error(function() core.reading("x", "y") end)
    assert.has_error(function() core.reading(lexicon) end)
    assert.has_error(function() core.reading_file(lexicon, "") end)
    assert.has_error(function() core.reading_file(lexicon, "a\0b") end)
    assert.has_error(function() core.reader(lexicon, "a") end)
    for _, paths in ipairs { { 1 }, { "" }, { "a\0b" }, { "a", {} } } do
      assert.has_error(function() core.reader(lexicon, paths) end)
    end
  end)
end)

describe("core.lexicon", function()
  local category = next((require("policy.lexicon")))

  it("takes lists of words, and words with what they stand for", function()
    assert.is_userdata(core.lexicon({}))
    assert.is_userdata(core.lexicon({ [category] = {} }))
    assert.is_userdata(core.lexicon({ [category] = { "甲", "乙", ["丙"] = "丁" } }))
  end)

  it("names what it cannot take", function()
    for _, item in ipairs {
      { { nothing = { "甲" } }, "'nothing'" }, { { { "甲" } }, "number" }, { { [category] = "甲" }, category },
      { { [category] = { 1 } }, category }, { { [category] = { ["甲"] = 1 } }, category },
      { { [category] = { ["甲"] = true } }, "boolean" }, { { [category] = { "" } }, category },
      { { [category] = { ("长"):rep(65) } }, ("长"):rep(65) }, { { [category] = { "a\xFF" } }, "a\xFF" },
      { { [category] = { ["甲"] = "a\0b" } }, "甲" }, { { [category] = { [1.5] = "甲" } }, category },
    } do
      local ok, message = pcall(core.lexicon, item[1])
      assert.is_false(ok)
      assert.is_truthy(message:find(item[2], 1, true), message)
    end
    assert.is_userdata(core.lexicon({ [category] = { ("长"):rep(64) } }))
    assert.has_error(function() core.lexicon() end)
  end)
end)

describe("core.stat", function()
  it("tells size, time and kind", function()
    local path = folder.make()
    finally(function() folder.remove(path) end)
    local file = folder.write(path .. "/a", "字", 1000)
    local size, modified, kind = core.stat(file)
    assert.equal(3, size)
    assert.equal("file", kind)
    assert.is_true(math.abs(modified // 1000000000 - (os.time() - 1000)) < 5)
    assert.equal("directory", select(3, core.stat(path)))
    assert.equal("other", select(3, core.stat("/dev/null")))
    local nothing, message, code = core.stat(path .. "/b")
    assert.is_nil(nothing)
    assert.is_truthy(message:find(path .. "/b", 1, true))
    assert.equal("ENOENT", code)
    assert.equal("ENOTDIR", select(3, core.stat(file .. "/b")))
    assert.has_error(function() core.stat("") end)
    assert.has_error(function() core.stat("a\0b") end)
  end)
end)
