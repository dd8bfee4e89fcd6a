-- The REPL: what it shows of values, how it takes lines, what Tab offers, and that no mistake ends it.

local completion = require("policy.completion")
local folder = require("folder")
local help = require("policy.help")
local policy = require("policy")
local shell = require("shell")
local terminal = require("policy.terminal")

local COMMAND = shell.policy

local GARDEN = [[
社区花园建设方案

一、选址
选用闲置空地。
二、种植
（一）树木
栽种本地树种。
]]

describe("the REPL", function()
  local path

  -- What the REPL writes for these lines, errors where they come.
  local function answers(...)
    shell.write(path .. "/lines", table.concat({ ... }, "\n") .. "\n")
    local line = ("cd %s && %s <lines"):format(shell.line(path), shell.line(COMMAND, "repl", "garden.db"))
    local output, status = shell.run(line)
    assert.equal(0, status)
    return output
  end

  setup(function()
    path = folder.make()
    folder.write(path .. "/garden.txt", GARDEN)
    shell.check(("cd %s && %s"):format(shell.line(path), shell.line(COMMAND, "import", "garden.db", "garden.txt")))
  end)

  teardown(function() folder.remove(path) end)

  it("shows the values of expressions, and runs statements", function()
    assert.equal("3\n社区花园\ntrue\nnil\n", answers("1 + 2", '"社区花园"', "x = 1", "x == 1", "y"))
    assert.equal("1\n2\n", answers("1, 2"))
  end)

  it("goes on with a line that is only a beginning", function()
    assert.equal("1\n2\n", answers("for i = 1, 2 do", "  print(i)", "end"))
    assert.equal("3\n", answers("1 +", "2"))
    assert.equal("{ 1, 2 }\n", answers("{", "1,", "2 }"))
  end)

  it("keeps the last value", function()
    assert.equal("6\n12\n", answers("6", "_ * 2"))
  end)

  it("has the corpus and its collections as globals", function()
    assert.equal("1\n3\n7\n", answers("#documents", "#corpus.sections", "policy.text.width('花园abc')"))
    assert.equal("garden.db\ndocuments     1\nsections      3\nparagraphs    6\n", answers("corpus"))
  end)

  it("shows a collection as a table with its count", function()
    assert.equal([[
file        line  id  level  style    number  title  path  column  byte  first_line  last_line
──────────  ────  ──  ─────  ───────  ──────  ─────  ────  ──────  ────  ──────────  ─────────
garden.txt     3   1      1  heading  一      选址   一         1    26           3          4
garden.txt     5   2      1  heading  二      种植   二         1    61           5          7
2 sections
]], answers("sections{level = 1}"))
    assert.equal("0 sections\n", answers("sections{level = 9}"))
  end)

  it("shows a list of records, hits and the rows of a query in the same way", function()
    local one = answers("sections{level = 2}")
    assert.equal(one, answers("sections{level = 2}:totable()"))
    assert.equal([[
source          section         snippet           document
──────────────  ──────────────  ────────────────  ────────────────
garden.txt:7:3  二/（一） 树木  栽种[本地]树种。  社区花园建设方案
1 hit
]], answers('corpus:search("本地")'))
    local query = "corpus:query [[select 1 as b, null as a union all select 2, 'x' order by 1]]"
    assert.equal("b  a\n─  ─\n1\n2  x\n2 rows\n", answers(query))
    assert.equal("a  b\n─  ─\n1  x\n2\n2 rows\n", answers('{ { a = 1, b = "x" }, { a = 2 } }'))
  end)

  it("shows a record as its fields, its relations named", function()
    assert.equal([[
id          3
level       2
style       heading
number      （一）
title       树木
path        二/（一）
line        6
column      1
byte        74
first_line  6
last_line   7
document    → document
parent      → section
children    → sections
paragraphs  → paragraphs
text        → string
source      → string
]], answers('sections["树木"]'))
  end)

  it("tells errors without a trace, and goes on", function()
    assert.equal("error: attempt to index a nil value (global 'nothing')\n1\n", answers("nothing.x", "1"))
    assert.equal("error: here\nerror: { code = 5 }\n", answers('error("here", 0)', "error({ code = 5 })"))
    assert.equal("error: unexpected symbol near ')'\n1\n", answers(")", "1"))
    assert.truthy(answers("sections{colour = 1}"):find("^error: [^\n]*no field 'colour'[^\n]*\n$"))
    assert.truthy(answers("for"):find("^error: [^\n]+\n$"))
  end)

  it("ends at exit and at the end of its input", function()
    assert.equal("1\n", answers("1", "exit", "2"))
    assert.equal("1\n", answers("1", "quit", "2"))
    assert.equal("", answers(""))
  end)

  it("does not let a text act on the terminal", function()
    assert.equal("a [31mb\n", answers([["a\27[31mb"]]))
  end)

  it("explains records, collections and functions", function()
    local section = answers('help "section"')
    assert.truthy(section:find("^section\n"))
    assert.equal(section, answers("help(sections)"))
    assert.equal(section, answers("help(sections[1])"))
    assert.truthy(answers("help(corpus.search)"):find("^corpus:search%(query, options%?%)\n"))
    assert.truthy(answers("help(policy.open)"):find("^policy%.open%(path, options%?%)\n"))
    local overview = answers("help()")
    for _, name in ipairs({ "documents", "sections", "paragraphs", "corpus:import(", "policy.between(" }) do
      assert.truthy(overview:find("\n  " .. name, 1, true), name)
    end
  end)

  it("explains them in Chinese to whoever reads it", function()
    shell.write(path .. "/lines", "help(sections)\n")
    local line = "cd %s && LC_ALL=zh_CN.UTF-8 %s <lines"
    local text = shell.check(line:format(shell.line(path), shell.line(COMMAND, "repl", "garden.db")))
    assert.truthy(text:find("\n字段\n", 1, true))
  end)

  it("stops a line that Ctrl-C interrupts, not itself", function()
    shell.write(path .. "/lines", "1\nwhile true do end\n2\n")
    local script = "%s <lines >answers 2>&1 & until grep -q 1 answers; do sleep 0.05; done; sleep 0.2; kill -INT $!; "
      .. "wait $!; cat answers"
    local line = ("cd %s && sh -mc %s"):format(shell.line(path), shell.line(script:format(shell.line(COMMAND, "repl"))))
    assert.truthy(shell.run(line):find("1\nerror: interrupted\n2\n", 1, true))
  end)
end)

describe("completion", function()
  local corpus, environment

  -- What Tab offers at the end of the line, `cut` being where its word begins.
  local function offers(line, cut)
    return completion.complete(environment, line, cut or 1, #line)
  end

  setup(function()
    corpus = assert(policy.open(":memory:"))
    local path = folder.make()
    assert(corpus:import(folder.write(path .. "/garden.txt", GARDEN)))
    folder.remove(path)
    environment = { corpus = corpus, policy = policy, documents = corpus.documents, sections = corpus.sections }
  end)

  teardown(function() corpus:close() end)

  it("knows globals", function()
    assert.same({ "documents" }, offers("docu"))
    assert.same({ "return" }, offers("retu"))
  end)

  it("knows the fields and relations of records", function()
    assert.same({ "documents[1].title" }, offers("documents[1].ti"))
    assert.same({ "sections[1].paragraphs", "sections[1].parent", "sections[1].path" }, offers("sections[1].pa"))
    assert.same({ "documents[1].sections" }, offers("documents[1].sec"))
    assert.same({ "sections[3].parent.title" }, offers("sections[3].parent.ti"))
    assert.same({}, offers("documents[9].ti"))
  end)

  it("knows what belongs to the corpus and the library", function()
    assert.same({ "corpus.sections" }, offers("corpus.sec"))
    assert.same({ "corpus:search" }, offers("corpus:sea"))
    assert.same({ "documents:totable" }, offers("documents:"))
    assert.same({ "policy.between" }, offers("policy.bet"))
  end)

  it("knows the fields that a filter may name", function()
    assert.same({ "kind" }, offers("documents{ki", 11))
    assert.same({ "level" }, offers("sections{ title = 'x', lev", 24))
    assert.same({ "matching" }, offers("corpus.sections{ mat", 18))
    assert.same({}, offers("sections{ text", 11))
  end)

  it("goes on from the whole word that readline gives", function()
    assert.same({ "#documents" }, offers("#docu"))
    assert.same({ "x,documents[1].title" }, offers("f(x,documents[1].ti", 3))
  end)

  it("never calls, and never fails", function()
    environment.trap = setmetatable({}, { __index = function() error("touched") end })
    assert.same({}, offers("trap.x.y"))
    assert.same({}, offers("f().x"))
    assert.same({}, offers("\xFF."))
  end)
end)

describe("a text that is wrapped", function()
  it("is cut at spaces, and between wide characters", function()
    assert.same({ "one two", "three" }, help.wrap("one two three", 8))
    assert.same({ "社区花", "园" }, help.wrap("社区花园", 6))
    assert.same({ "" }, help.wrap("", 6))
  end)

  it("loses nothing and fits", function()
    local text = "花园 is a garden，社区花园 one of a community, unbreakablyjoined"
    for width = 2, 70 do
      local lines = help.wrap(text, width)
      for _, line in ipairs(lines) do assert.is_true(terminal.width(line) <= width) end
      assert.equal((text:gsub(" ", "")), (table.concat(lines):gsub(" ", "")))
    end
  end)
end)
