-- Rows in each format, tables that fit a terminal, and outlines drawn as a tree.

local inspect = require("policy.inspect")
local render = require("policy.render")
local terminal = require("policy.terminal")

local COLUMNS = { { name = "file" }, { name = "level" }, { name = "title" } }
local ROWS = {
  { file = "plans/water.md", level = 1, title = "总体要求" },
  { file = "b.md", level = 12 },
  { level = 3, title = 'a "quoted",\tpart\nand more' },
}

local function collector()
  local parts = {}
  local stream = {
    write = function(_, ...)
      for _, part in ipairs({ ... }) do parts[#parts + 1] = part end
    end,
  }
  return stream, function() return table.concat(parts) end
end

local function rendered(format, columns, rows, options)
  local stream, text = collector()
  local count = render.rows(stream, format, columns, render.each(rows), options)
  return text(), count
end

local function tree(sections, options)
  local stream, text = collector()
  render.tree(stream, sections, options)
  return text()
end

describe("rows", function()
  it("stand in aligned columns by display width, numbers to the right", function()
    local text, count = rendered("table", COLUMNS, ROWS)
    assert.equal([[
file            level  title
──────────────  ─────  ─────────────────────────
plans/water.md      1  总体要求
b.md               12
                    3  a "quoted", part and more
]], text)
    assert.equal(3, count)
  end)

  it("are not all padded to one endless cell", function()
    local rows = { { file = ("x"):rep(100000), level = 1 }, { file = "y", level = 2 } }
    local text = rendered("table", COLUMNS, rows)
    assert.is_true(#text < 102000)
    assert.truthy(text:find(("x"):rep(100000) .. "      1\ny", 1, true))
  end)

  it("lose tabs and line ends in TSV, where nothing is quoted", function()
    assert.equal(
      "file\tlevel\ttitle\nplans/water.md\t1\t总体要求\nb.md\t12\t\n\t3\ta \"quoted\", part and more\n",
      rendered("tsv", COLUMNS, ROWS)
    )
  end)

  it("are quoted in CSV where they must be", function()
    assert.equal(
      "file,level,title\nplans/water.md,1,总体要求\nb.md,12,\n,3,\"a \"\"quoted\"\",\tpart\nand more\"\n",
      rendered("csv", COLUMNS, ROWS)
    )
  end)

  it("are objects with their fields in order in JSON lines, absent ones left out", function()
    assert.equal([[
{"file":"plans/water.md","level":1,"title":"总体要求"}
{"file":"b.md","level":12}
{"level":3,"title":"a \"quoted\",\tpart\nand more"}
]], rendered("jsonl", COLUMNS, ROWS))
  end)

  it("are one array in JSON, also when there are none", function()
    local rows = { { level = 1 }, { level = 2 } }
    assert.equal('[\n{"level":1},\n{"level":2}\n]\n', (rendered("json", { { name = "level" } }, rows)))
    assert.equal("[]\n", (rendered("json", COLUMNS, {})))
  end)

  it("keep every digit of a number in every format", function()
    local rows = { { n = math.maxinteger }, { n = 0.1 }, { n = 1 / 3 }, { n = 1e300 } }
    local text = rendered("tsv", { { name = "n" } }, rows)
    assert.equal("n\n9223372036854775807\n0.1\n0.3333333333333333\n1e+300\n", text)
    assert.equal('{"n":9223372036854775807}\n', rendered("jsonl", { { name = "n" } }, { rows[1] }))
  end)

  it("are valid JSON whatever bytes they hold", function()
    local rows = { { text = "a\xFFb" }, { text = 0 / 0 }, { text = "\0\27" } }
    assert.equal('{"text":"a\\ufffdb"}\n{"text":null}\n{"text":"\\u0000\\u001b"}\n',
      rendered("jsonl", { { name = "text" } }, rows))
  end)

  it("do not act on the terminal by their control characters", function()
    local text = rendered("table", { { name = "text" } }, { { text = "a\27[31mb\u{9B}c\r\7d" } })
    assert.equal("text\n────────────\na [31mb c  d\n", text)
  end)

  it("are streamed: the columns are known after the first few hundred", function()
    local asked, written = 0, nil
    local function rows()
      asked = asked + 1
      return asked <= 1000 and { level = asked } or nil
    end
    local stream = { write = function() written = written or asked end }
    assert.equal(1000, render.rows(stream, "table", { { name = "level" } }, rows))
    assert.equal(300, written)
    asked, written = 0, nil
    render.rows(stream, "tsv", { { name = "level" } }, rows)
    assert.equal(0, written)
  end)
end)

describe("a table on a terminal", function()
  local long = { { file = "plans/water.md", level = 10000000, title = ("节水"):rep(30) } }

  it("never is wider than it", function()
    for columns = 1, 100 do
      for line in rendered("table", COLUMNS, long, { columns = columns }):gmatch("[^\n]+") do
        assert.is_true(terminal.width(line) <= columns, ("%d columns: %s"):format(columns, line))
      end
    end
  end)

  it("cuts texts and no numbers", function()
    assert.equal([[
file             level  title
────────────  ────────  ────────────
plans/water…  10000000  节水节水节…
]], (rendered("table", COLUMNS, long, { columns = 36 })))
  end)

  it("names the columns that it has no room for", function()
    local text = rendered("table", COLUMNS, long, { columns = 30 })
    assert.equal("… no room for title", text:match("[^\n]+\n$"):sub(1, -2))
    assert.is_nil(text:find("节水", 1, true))
  end)
end)

describe("a text that must fit", function()
  it("is cut between characters, with an ellipsis", function()
    assert.same({ "节水…", 5 }, { terminal.fit("节水行动方案", 6) })
    assert.same({ "节水行动方案", 12 }, { terminal.fit("节水行动方案", 12) })
    assert.same({ "…", 1 }, { terminal.fit("节水", 1) })
    assert.same({ "", 0 }, { terminal.fit("节水", 0) })
  end)

  it("can lose its beginning instead", function()
    assert.same({ "…方案", 5 }, { terminal.fit_end("节水行动方案", 6) })
    assert.same({ "方案", 4 }, { terminal.fit_end("方案", 4) })
  end)

  it("costs no more for a line of many megabytes", function()
    local text = ("节水"):rep(2 * 1000 * 1000)
    local before = os.clock()
    for _ = 1, 100 do terminal.fit(text, 80) end
    assert.is_true(os.clock() - before < 0.5)
  end)
end)

describe("an outline", function()
  local sections = {
    { level = 1, style = "heading", number = "一", title = "总体要求", line = 3 },
    { level = 2, style = "runin", number = "1", title = "基本原则", line = 5 },
    { level = 3, style = "lead", title = "节水优先", line = 6 },
    { level = 2, style = "runin", number = "2", title = "主要目标", line = 9 },
    { level = 1, style = "heading", number = "二", line = 12 },
    { level = 2, style = "heading", title = "农业", line = 130 },
  }

  it("is a tree with the lines in front and the styles that are no headings behind", function()
    assert.equal([[
  3  ├─ 一 总体要求
  5  │  ├─ 1 基本原则 [runin]
  6  │  │  └─ 节水优先 [lead]
  9  │  └─ 2 主要目标 [runin]
 12  └─ 二
130     └─ 农业
]], tree(sections))
  end)

  it("is cut to the terminal, its marks kept", function()
    assert.equal([[
  3  ├─ 一 总体要求
  5  │  ├─ 1 基… [runin]
  6  │  │  └─ 节… [lead]
  9  │  └─ 2 主… [runin]
 12  └─ 二
130     └─ 农业
]], tree(sections, { columns = 24 }))
  end)

  it("may skip levels", function()
    assert.equal("1     └─ a\n2  └─ b\n", tree({
      { level = 2, style = "heading", title = "a", line = 1 },
      { level = 1, style = "heading", title = "b", line = 2 },
    }))
  end)
end)

describe("any other Lua table", function()
  it("reads like Lua, its keys in a fixed order", function()
    assert.equal('{ 1, "a", b = true, ["c d"] = { 2 } }', inspect.text({ 1, "a", ["c d"] = { 2 }, b = true }))
    assert.equal("{}", inspect.text({}))
  end)

  it("may hold itself", function()
    local value = { name = "x" }
    value.self = value
    assert.equal('{ name = "x", self = <above> }', inspect.text(value))
  end)

  it("is bounded in length and depth", function()
    local long, deep = {}, {}
    for index = 1, 1000 do long[index] = index end
    for _ = 1, 1000 do deep = { deep } end
    assert.truthy(inspect.text(long):find("… 900 more", 1, true))
    assert.equal("{ { { { { {…} } } } } }", inspect.text(deep))
  end)
end)
