-- The command, run as a user runs it: whole output, errors and exit status.

local folder = require("folder")
local shell = require("shell")

local COMMAND = shell.policy

local LAKE = [[
湖滨市湿地保护规划

湖政发〔2022〕8号

一、现状
（一）面积
全市湿地广布，候鸟成群。
（二）问题
围垦仍有发生。
二、任务
（一）退耕还湿
分批退出湖边耕地。
三、保障
落实资金，加强督查。
]]

local BIRDS = [[
鸟类观测办法

一、时间
候鸟到来之后开始观测。
二、记录
每日记录一次。
]]

describe("policy", function()
  local path

  -- Runs the command in the folder of the documents; gives output, status and errors.
  local function policy(...)
    local line = ("cd %s && %s 2>errors <input"):format(shell.line(path), shell.line(COMMAND, ...))
    local output, status = shell.run(line)
    return output, status, shell.read(path .. "/errors")
  end

  -- The same on a terminal of so many columns, which is its input, output and errors. `settings`: variables for it.
  local function on_terminal(columns, settings, ...)
    local line = ("stty cols %d; %s %s"):format(columns, settings, shell.line(COMMAND, ...))
    line = ("cd %s && TERM=xterm %s"):format(shell.line(path), shell.line("script", "-qec", line, "/dev/null"))
    local output, status = shell.run(line)
    return (output:gsub("\r\n", "\n")), status
  end

  local function succeeds(expected, ...)
    local output, status, errors = policy(...)
    assert.equal("", errors)
    assert.equal(expected, output)
    assert.equal(0, status)
  end

  local function refuses(expected, ...)
    local output, status, errors = policy(...)
    assert.equal("", output)
    assert.equal(expected, errors)
    assert.equal(2, status)
  end

  setup(function()
    path = folder.make()
    shell.write(path .. "/input", "")
    folder.write(path .. "/texts/lake.txt", LAKE)
    folder.write(path .. "/texts/more/birds.txt", BIRDS)
    shell.write(path .. "/broken.txt", "一、现状\n\xFF\xFF\xFF\n")
    shell.write(path .. "/letter.db", ("Dear all, this is a letter.\n"):rep(100))
    succeeds("2 imported, 0 replaced, 0 unchanged, 0 failed\n", "import", "town.db", "texts")
  end)

  teardown(function() folder.remove(path) end)

  describe("import", function()
    it("counts what it did", function()
      succeeds("2 imported, 0 replaced, 0 unchanged, 0 failed\n", "import", "count.db", "texts")
      succeeds("0 imported, 0 replaced, 2 unchanged, 0 failed\n", "import", "count.db", "texts")
      folder.write(path .. "/texts/lake.txt", LAKE, 50)
      succeeds("0 imported, 1 replaced, 1 unchanged, 0 failed\n", "import", "count.db", "texts")
    end)

    it("goes on past a file that it cannot read, names it with the reason, and ends with 1", function()
      local output, status, errors = policy("import", "lost.db", "missing.txt", "broken.txt", "texts/lake.txt")
      assert.equal("1 imported, 0 replaced, 0 unchanged, 2 failed\n", output)
      assert.equal(1, status)
      assert.truthy(errors:find("^policy: missing%.txt: [^\n]+\npolicy: broken%.txt: byte 13: [^\n]+\n$"), errors)
    end)

    it("says when there is nothing to read", function()
      shell.check("mkdir " .. shell.line(path .. "/empty"))
      local output, status, errors = policy("import", "count.db", "empty")
      assert.equal("0 imported, 0 replaced, 0 unchanged, 0 failed\n", output)
      assert.equal("policy: there is no document in empty\n", errors)
      assert.equal(0, status)
    end)

    it("reads standard input", function()
      shell.write(path .. "/input", BIRDS)
      succeeds("1 imported, 0 replaced, 0 unchanged, 0 failed\n", "import", "input.db", "-")
      shell.write(path .. "/input", "")
    end)

    it("refuses what is no corpus, and leaves it alone", function()
      local output, status, errors = policy("import", "letter.db", "texts")
      assert.equal("", output)
      assert.equal(2, status)
      assert.truthy(errors:find("^policy: letter%.db: [^\n]+\n$"), errors)
      assert.equal(("Dear all, this is a letter.\n"):rep(100), shell.read(path .. "/letter.db"))
    end)

    it("draws its progress on a terminal only, and takes it away", function()
      local output, status = on_terminal(90, "", "import", "drawn.db", "texts")
      assert.equal(0, status)
      local bar = output:match("^\r\27%[K([^\r]+)\r\27%[K")
      assert.truthy(bar and bar:find("1/2 files", 1, true) and bar:find("texts/lake.txt", 1, true), output)
      assert.equal("2 imported, 0 replaced, 0 unchanged, 0 failed\n", output:match("[^\r\27]*$"):gsub("^%[K", ""))
      assert.equal(
        "2 imported, 0 replaced, 0 unchanged, 0 failed\n",
        (on_terminal(90, "TERM=dumb", "import", "dumb.db", "texts"))
      )
    end)
  end)

  describe("list", function()
    it("writes TSV where nobody looks", function()
      succeeds(
        "id\tfile\tkind\ttitle\tnumber\tissuer\tdate\tpublisher\tencoding\tlines\tcharacters\tsize\n"
          .. "1\ttexts/lake.txt\tplan\t湖滨市湿地保护规划\t湖政发〔2022〕8号\t\t\t\tUTF-8\t14\t87\t265\n"
          .. "2\ttexts/more/birds.txt\tplan\t鸟类观测办法\t\t\t\t\tUTF-8\t6\t32\t102\n",
        "list", "town.db", "documents"
      )
    end)

    it("writes a table of aligned columns", function()
      succeeds([[
file            line  id  level  style    number  title     path       column  byte  first_line  last_line
──────────────  ────  ──  ─────  ───────  ──────  ────────  ─────────  ──────  ────  ──────────  ─────────
texts/lake.txt     6   2      2  heading  （一）  面积      一/（一）       1    67           6          7
texts/lake.txt     8   3      2  heading  （二）  问题      一/（二）       1   120           8          9
texts/lake.txt    11   5      2  heading  （一）  退耕还湿  二/（一）       1   171          11         12
]], "list", "town.db", "sections", "--where", "level=2", "--format", "table")
    end)

    it("writes CSV, JSON and JSON lines", function()
      local where = { "--where", "title=记录" }
      succeeds([[
file,line,id,level,style,number,title,path,column,byte,first_line,last_line
texts/more/birds.txt,5,8,1,heading,二,记录,二,1,67,5,6
]], "list", "town.db", "sections", "--format", "csv", table.unpack(where))
      local object = '{"file":"texts/more/birds.txt","line":5,"id":8,"level":1,"style":"heading","number":"二",'
        .. '"title":"记录","path":"二","column":1,"byte":67,"first_line":5,"last_line":6}\n'
      succeeds(object, "list", "town.db", "sections", "--format", "jsonl", table.unpack(where))
      succeeds("[\n" .. object .. "]\n", "list", "town.db", "sections", "--format", "json", table.unpack(where))
    end)

    -- The titles of the sections that meet the conditions, joined by blanks.
    local function titles(...)
      local words = { "list", "town.db", "sections", "--format", "csv" }
      for _, condition in ipairs({ ... }) do
        words[#words + 1] = "--where"
        words[#words + 1] = condition
      end
      local output, status, errors = policy(table.unpack(words))
      assert.equal("", errors)
      assert.equal(0, status)
      local found = {}
      for title in output:gmatch("\n[^,\n]*,[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,([^,]*)") do found[#found + 1] = title end
      return table.concat(found, " ")
    end

    it("takes values, ranges, several values of one field, and what is no plain field", function()
      assert.equal("现状 任务 保障 时间 记录", titles("level=1"))
      assert.equal("任务 退耕还湿", titles("line=10..11"))
      assert.equal("保障", titles("line=13.."))
      assert.equal("现状 时间", titles("line=..5", "number=一"))
      assert.equal("时间 记录", titles("title=时间", "title=记录"))
      assert.equal("时间 记录", titles("document=鸟类观测办法"))
      assert.equal("面积 问题", titles("parent=现状"))
      assert.equal("现状 面积 时间", titles("matching=候鸟"))
    end)

    it("refuses conditions that cannot be meant", function()
      local function refused(message, condition)
        refuses("policy: " .. message .. "\n", "list", "town.db", "sections", "--where", condition)
      end
      refused("--where level: FIELD=VALUE expected", "level")
      refused("--where level=two: level is a number", "level=two")
      refused("--where level=1.5: level is a number", "level=1.5")
      refused("--where style=title: style is one of heading, runin, lead", "style=title")
      local _, status, errors = policy("list", "town.db", "sections", "--where", "colour=red")
      assert.equal(2, status)
      assert.truthy(errors:find("^policy: corpus%.sections: no field 'colour' %(valid: byte, [^\n]+%)\n$"), errors)
    end)

    it("ends quietly when its reader has enough", function()
      local numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000) select i from n"
      local line = "cd %s; { trap '' PIPE; %s 2>errors; echo $? >status; } | head -n 1 >first"
      shell.check(line:format(shell.line(path), shell.line(COMMAND, "sql", "town.db", numbers)))
      assert.equal("", shell.read(path .. "/errors"))
      assert.equal("0\n", shell.read(path .. "/status"))
      assert.equal("i\n", shell.read(path .. "/first"))
    end)

    it("says when its output cannot be written", function()
      local list = shell.line(COMMAND, "list", "town.db", "sections")
      local errors, status = shell.run(("cd %s && %s >/dev/full"):format(shell.line(path), list))
      assert.equal(2, status)
      assert.truthy(errors:find("^policy: cannot write: [^\n]+\n$"), errors)
    end)
  end)

  describe("show", function()
    it("gives a document's fields and its outline as a tree", function()
      succeeds([[
id          1
file        texts/lake.txt
kind        plan
title       湖滨市湿地保护规划
number      湖政发〔2022〕8号
encoding    UTF-8
lines       14
characters  87
size        265

 5  ├─ 一 现状
 6  │  ├─ （一） 面积
 8  │  └─ （二） 问题
10  ├─ 二 任务
11  │  └─ （一） 退耕还湿
13  └─ 三 保障
]], "show", "town.db", "lake.txt")
    end)

    it("finds it by number, title, path and id", function()
      local shown = policy("show", "town.db", "lake.txt")
      for _, key in ipairs({ "湖政发〔2022〕8号", "湖滨市湿地保护规划", "texts/lake.txt", "1" }) do
        succeeds(shown, "show", "town.db", key)
      end
    end)

    it("says how a document is found when there is none", function()
      local _, status, errors = policy("show", "town.db", "river.txt")
      assert.equal(2, status)
      local message = '^policy: town%.db: no document "river%.txt"; [^\n]+ number, title, file [^\n]+\n$'
      assert.truthy(errors:find(message), errors)
    end)
  end)

  describe("search", function()
    it("gives place, section, snippet and document, best first", function()
      succeeds([[
source	section	snippet	document
texts/lake.txt:7:8	一/（一） 面积	全市湿地广布，[候鸟]成群。	湖滨市湿地保护规划
]], "search", "town.db", "候鸟", "--where", "file=texts/lake.txt")
      local output = policy("search", "town.db", "候鸟")
      local second = "texts/more/birds.txt:4:1\t一 时间\t[候鸟]到来之后开始观测。\t鸟类观测办法\n"
      assert.truthy(output:find(second, 1, true), output)
    end)

    it("gives no more than it is asked for", function()
      local output = policy("search", "town.db", "候鸟", "--limit", "1", "--format", "jsonl")
      assert.equal(1, select(2, output:gsub("\n", "")))
      refuses([[
policy: a whole number from 1 expected, not 'all'
Usage: policy search [-h] [--limit N] [--where FIELD=VALUE] [--format F] CORPUS QUERY
]], "search", "town.db", "候鸟", "--limit", "all")
    end)

    it("is narrowed by fields of documents and sections only", function()
      succeeds("source\tsection\tsnippet\tdocument\n", "search", "town.db", "候鸟", "--where", "level=1..2",
        "--where", "kind=news")
      refuses("policy: --where limit: neither documents nor sections have such a field\n",
        "search", "town.db", "候鸟", "--where", "limit=1")
    end)

    it("takes any text for a query", function()
      succeeds("source\tsection\tsnippet\tdocument\n", "search", "town.db", [["'()*:^{} AND 。》]])
      succeeds("source\tsection\tsnippet\tdocument\n", "search", "town.db", "--", "-x")
    end)
  end)

  describe("export", function()
    it("writes a file for each record type", function()
      succeeds("out/documents.tsv: 2\nout/sections.tsv: 8\n", "export", "town.db", "out")
      assert.equal(
        "file\tkind\ttitle\tissuer\tnumber\tdate\tpublisher\tencoding\tlines\tcharacters\tsize\n"
          .. "texts/lake.txt\tplan\t湖滨市湿地保护规划\t\t湖政发〔2022〕8号\t\t\tUTF-8\t14\t87\t265\n"
          .. "texts/more/birds.txt\tplan\t鸟类观测办法\t\t\t\t\tUTF-8\t6\t32\t102\n",
        shell.read(path .. "/out/documents.tsv")
      )
      assert.equal(
        "file\tline\tlevel\tstyle\tnumber\ttitle\tparent_line\tpath\tcolumn\tbyte\tfirst_line\tlast_line\n"
          .. "texts/lake.txt\t5\t1\theading\t一\t现状\t0\t一\t1\t54\t5\t9\n"
          .. "texts/lake.txt\t6\t2\theading\t（一）\t面积\t5\t一/（一）\t1\t67\t6\t7\n",
        shell.read(path .. "/out/sections.tsv"):match("^[^\n]*\n[^\n]*\n[^\n]*\n")
      )
    end)

    it("replaces an earlier one, and leaves nothing else", function()
      local first = shell.read(path .. "/out/sections.tsv")
      policy("export", "town.db", "out")
      assert.equal(first, shell.read(path .. "/out/sections.tsv"))
      assert.same({ "documents.tsv", "sections.tsv" }, shell.find(path .. "/out -type f -printf '%P\\n'"))
    end)

    it("says when the folder cannot be made", function()
      local _, status, errors = policy("export", "town.db", "no/such/folder")
      assert.equal(2, status)
      assert.truthy(errors:find("^policy: cannot make the folder no/such/folder: [^\n]+\n$"), errors)
    end)
  end)

  describe("analyze", function()
    it("needs no corpus", function()
      succeeds([[
file	line	id	level	style	number	title	path	column	byte	first_line	last_line
texts/more/birds.txt	3	1	1	heading	一	时间	一	1	20	3	4
texts/more/birds.txt	5	2	1	heading	二	记录	二	1	67	5	6
]], "analyze", "texts/more/birds.txt")
    end)

    it("gives records of any type, also from standard input", function()
      shell.write(path .. "/input", BIRDS)
      local output = policy("analyze", "-", "--type", "paragraphs", "--format", "jsonl")
      shell.write(path .. "/input", "")
      local last = '{"file":"-","line":6,"id":5,"kind":"text","byte":80,"text":"每日记录一次。"}\n'
      assert.equal(last, output:match("[^\n]*\n$"))
    end)

    it("goes on past a file that it cannot read and ends with 1", function()
      local output, status, errors = policy("analyze", "broken.txt", "texts/lake.txt", "--type", "documents")
      assert.equal(1, status)
      assert.truthy(output:find("\ttexts/lake.txt\t", 1, true))
      assert.truthy(errors:find("^policy: broken%.txt: byte 13: [^\n]+\n$"), errors)
    end)

    it("shows the outline on a terminal", function()
      local output, status = on_terminal(60, "NO_COLOR=1", "analyze", "texts/more/birds.txt")
      assert.equal(0, status)
      assert.truthy(output:find("\n\n3  ├─ 一 时间\n5  └─ 二 记录\n$"), output)
    end)
  end)

  describe("sql", function()
    it("gives rows with their columns in order", function()
      succeeds(
        "n\tnone\ta\n2\t\t0.5\n",
        "sql", "town.db", "select count(*) as n, null as none, 0.5 as a from document"
      )
      succeeds("title\n", "sql", "town.db", "select title from document where 0")
    end)

    it("never writes", function()
      local _, status, errors = policy("sql", "town.db", "delete from document")
      assert.equal(2, status)
      assert.truthy(errors:find("^policy: [^\n]*read[^\n]*\n$"), errors)
      succeeds("count(*)\n2\n", "sql", "town.db", "select count(*) from document")
    end)

    it("tells what is wrong with a statement", function()
      local _, status, errors = policy("sql", "town.db", "select from")
      assert.equal(2, status)
      assert.truthy(errors:find("^policy: [^\n]*syntax error[^\n]*\n$"), errors)
      refuses("policy: two columns are called id: give one another name by AS\n", "sql", "town.db",
        "select section.id, document.id from section join document on document.id = section.document")
    end)
  end)

  describe("on a terminal", function()
    it("writes tables that fit, with colours", function()
      local output = on_terminal(50, "", "list", "town.db", "sections", "--where", "line=5")
      local header = "\27[1mfile            \27[0m  \27[1mline\27[0m  \27[1mid\27[0m  \27[1mlevel\27[0m  "
        .. "\27[1mstyle  \27[0m  \27[1mnumber\27[0m\n"
      assert.equal(header, output:match("^[^\n]*\n"))
      assert.truthy(output:find("\n…/more/birds.txt     5   8      1  heading  二\n", 1, true), output)
      assert.truthy(output:find("… no room for title, path, column, byte, first_li…", 1, true), output)
    end)

    it("marks what a search found", function()
      local output = on_terminal(100, "", "search", "town.db", "候鸟", "--where", "level=2")
      assert.truthy(output:find("全市湿地广布，\27[1;31m候鸟\27[0m成群。", 1, true), output)
      output = on_terminal(100, "NO_COLOR=1", "search", "town.db", "候鸟", "--where", "level=2")
      assert.truthy(output:find("全市湿地广布，[候鸟]成群。", 1, true), output)
    end)

    it("has no colours with NO_COLOR or a dumb terminal", function()
      for _, setting in ipairs({ "NO_COLOR=1", "TERM=dumb" }) do
        assert.is_nil(on_terminal(60, setting, "show", "town.db", "1"):find("\27"))
      end
      assert.truthy(on_terminal(60, "NO_COLOR=", "show", "town.db", "1"):find("\27[1m", 1, true))
    end)
  end)

  describe("used wrongly", function()
    it("says how it is used, and ends with 2", function()
      refuses("policy: a command is required\nUsage: policy [-h] [--version] <command> ...\n")
      refuses("policy: unknown command 'xyz'\nUsage: policy [-h] [--version] <command> ...\n", "xyz")
      refuses([[
policy: argument 'type' must be one of 'documents', 'sections', 'paragraphs'
Usage: policy list [-h] [--where FIELD=VALUE] [--format F] CORPUS TYPE
]], "list", "town.db", "section")
      refuses([[
policy: argument for option '--format' must be one of 'table', 'tsv', 'csv', 'json', 'jsonl'
Usage: policy sql [-h] [--format F] CORPUS STATEMENT
]], "sql", "town.db", "select 1", "--format", "xml")
    end)

    it("makes no corpus where one is only to be read", function()
      for _, words in ipairs({
        { "list", "none.db", "documents" },
        { "show", "none.db", "1" },
        { "search", "none.db", "候鸟" },
        { "export", "none.db", "none" },
        { "sql", "none.db", "select 1" },
        { "repl", "none.db" },
      }) do
        local _, status, errors = policy(table.unpack(words))
        assert.equal(2, status, words[1])
        assert.truthy(errors:find("^policy: none%.db: [^\n]+\n$"), errors)
      end
      assert.same({}, shell.find(path .. " -name 'none*'"))
    end)
  end)

  describe("asked for help", function()
    it("explains itself and each of its commands", function()
      local output, status, errors = policy("--help")
      assert.equal("", errors)
      assert.equal(0, status)
      for name in output:match("Commands:(\n.*)"):gmatch("\n   (%a+) ") do
        local text, code = policy(name, "--help")
        assert.equal(0, code)
        assert.equal("Usage: policy " .. name, text:match("^Usage: policy %a+"))
      end
    end)
  end)
end)
