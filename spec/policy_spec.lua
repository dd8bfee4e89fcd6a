-- The module's own functions: opening, closing, analysing without a corpus; and how mistakes are answered.

local folder = require("folder")
local misused = require("misused")
local policy = require("policy")
local sample = require("sample")

describe("policy.open", function()
  local path
  before_each(function() path = folder.make() end)
  after_each(function() folder.remove(path) end)

  it("makes a corpus that is there when it is opened again", function()
    local file = path .. "/a.db"
    do
      local corpus <close> = assert(policy.open(file))
      assert(corpus:import(folder.write(path .. "/care.txt", sample.care)))
    end
    local corpus <close> = assert(policy.open(file))
    assert.equal(1, #corpus.documents)
    assert.equal(file, corpus.path)
  end)

  it("answers what can happen to a correct program with nil, message and code", function()
    local corpus, message, code = policy.open(path .. "/none/a.db")
    assert.is_nil(corpus)
    assert.truthy(message:find("none/a.db", 1, true))
    assert.is_string(code)
    folder.write(path .. "/text.db", ("no database at all\n"):rep(100))
    corpus, message, code = policy.open(path .. "/text.db")
    assert.is_nil(corpus)
    assert.truthy(message:find("text.db", 1, true))
    assert.equal("NOTADB", code)
  end)

  it("never writes with mode r", function()
    local file = path .. "/a.db"
    assert.is_nil((policy.open(file, { mode = "r" })))
    do
      local corpus <close> = assert(policy.open(file))
      assert(corpus:import(folder.write(path .. "/care.txt", sample.care)))
    end
    local corpus <close> = assert(policy.open(file, { mode = "r" }))
    assert.equal(1, #corpus.documents)
    local done, message, code = corpus:import(folder.write(path .. "/water.txt", sample.water))
    assert.is_nil(done)
    assert.is_string(message)
    assert.equal("READONLY", code)
    done, message, code = corpus:remove(corpus.documents[1])
    assert.is_nil(done)
    assert.is_string(message)
    assert.equal("READONLY", code)
    assert.equal(1, #corpus.documents)
  end)

  it("raises the caller's mistakes at the caller's line", function()
    assert.equal("policy.open: path must be a string, not nil", misused(function() policy.open() end))
    assert.equal("policy.open: path must be a path, not \"\"", misused(function() policy.open("") end))
    assert.truthy(misused(function() policy.open("a\0b") end):find("path must be a path", 1, true))
    assert.equal("policy.open: options must be a table, not a string", misused(function() policy.open("x", "r") end))
    assert.equal("policy.open: unknown option 'node' (valid: lexicon, mode)",
      misused(function() policy.open(":memory:", { node = "r" }) end))
    assert.equal("policy.open: option 'mode' must be 'r' (never writes) or 'rw', not 'w'",
      misused(function() policy.open(":memory:", { mode = "w" }) end))
    local words = { nonsense = { "字" } }
    assert.truthy(misused(function() policy.open(":memory:", { lexicon = words }) end):find("nonsense"))
  end)
end)

describe("a closed corpus", function()
  it("is closed any number of times, in any order", function()
    local corpus = sample.corpus({ ["care.txt"] = sample.care })
    local sections = corpus.sections
    corpus:query("select 1 union all select 2")
    local pairs_of, state, start = pairs(corpus.paragraphs)
    pairs_of(state, start)
    local document = corpus.documents[1]
    corpus:close()
    corpus:close()
    collectgarbage()
    corpus:close()
    assert.truthy(tostring(corpus):find("closed"))
    assert.truthy(tostring(sections):find("closed"))
    assert.truthy(tostring(document):find("document"))
  end)

  it("is told by every use, at the caller's line", function()
    local corpus = sample.corpus({ ["care.txt"] = sample.care })
    local document, section, hits = corpus.documents[1], corpus.sections[1], corpus:search("老人")
    local sections = corpus.sections
    corpus:close()
    for name, action in pairs {
      length = function() return (#sections) end,
      index = function() return sections[1], 1 end,
      key = function() return corpus.documents["x"], 1 end,
      narrowed = function() return (#sections { level = 1 }) end,
      iterated = function() for _ in pairs(sections) do error("a record") end end,
      listed = function() for _ in ipairs(sections) do error("a record") end end,
      list = function() return (sections:totable()) end,
      relation = function() return document.sections[1], 1 end,
      parent = function() return section.parent, 1 end,
      text = function() return document.text, 1 end,
      search = function() return (corpus:search("老人")) end,
      hits = function() for _ in hits do error("a hit") end end,
      query = function() return (corpus:query("select 1")) end,
      import = function() return (corpus:import("x")) end,
      remove = function() return (corpus:remove("x")) end,
    } do
      assert.equal("corpus is closed", misused(action), name)
    end
  end)

  it("is closed by <close>", function()
    local kept
    do
      local corpus <close> = assert(policy.open(":memory:"))
      kept = corpus
    end
    assert.equal("corpus is closed", misused(function() return (#kept.documents) end))
  end)

  it("leaves fetched records as they are", function()
    local corpus = sample.corpus({ ["care.txt"] = sample.care })
    local section = corpus.sections[2]
    local document = section.document
    corpus:close()
    assert.equal("工作原则", section.title)
    assert.equal(document, section.document)
  end)

  it("may be collected while its records live", function()
    local section = sample.corpus({ ["care.txt"] = sample.care }).sections[2]
    collectgarbage()
    collectgarbage()
    assert.equal("总体要求", section.parent.title)
  end)
end)

describe("policy.analyze", function()
  it("gives the records that a corpus gives", function()
    local corpus <close> = sample.corpus({ ["care.txt"] = sample.care })
    local document = assert(policy.analyze(sample.care, { file = "care.txt" }))
    local stored = corpus.documents[1]
    assert.equal("care.txt", document.file)
    for field, value in pairs(stored) do
      if field ~= "file" and field ~= "id" then assert.equal(value, document[field], field) end
    end
    assert.equal(stored.text, document.text)
    assert.equal(#stored.sections, #document.sections)
    for i, section in ipairs(document.sections) do
      for field, value in pairs(stored.sections[i]) do
        if field ~= "id" then assert.equal(value, section[field], field) end
      end
    end
  end)

  it("keeps alive what its records need", function()
    local section = policy.analyze(sample.care).sections[1].children[2]
    collectgarbage()
    collectgarbage()
    assert.equal("主要目标", section.title)
    assert.equal("-:7:1", section.source)
  end)

  it("takes a text without anything in it", function()
    local document = assert(policy.analyze(""))
    assert.equal(0, #document.sections)
    assert.equal(0, #document.paragraphs)
    assert.equal("", document.text)
    assert.equal(0, document.lines)
  end)

  it("says why it cannot read a text, and where", function()
    local document, message, code = policy.analyze("好\0", { file = "bad.txt" })
    assert.is_nil(document)
    assert.truthy(message:find("^bad.txt: "))
    assert.truthy(message:find("3"))
    assert.equal("EILSEQ", code)
  end)

  it("has the collector see what the store behind a document takes", function()
    local alive, most = setmetatable({}, { __mode = "k" }), 0
    for i = 1, 300 do
      alive[policy.analyze(sample.care)] = true
      if i % 10 == 0 then
        local count = 0
        for _ in pairs(alive) do count = count + 1 end
        most = math.max(most, count)
      end
    end
    assert.truthy(most < 50, most .. " documents that nobody holds are alive")
  end)

  it("takes an extended lexicon", function()
    local category, words = next(policy.lexicon)
    local copy = {}
    for name, list in pairs(policy.lexicon) do copy[name] = list end
    copy[category] = {}
    for key, word in pairs(words) do copy[category][key] = word end
    assert(policy.analyze(sample.care, { lexicon = copy }))
    copy = { [category] = { "" } }
    assert.truthy(misused(function() policy.analyze("x", { lexicon = copy }) end):find("option 'lexicon'", 1, true))
  end)

  it("raises the caller's mistakes at the caller's line", function()
    assert.equal("policy.analyze: text must be a string, not a number", misused(function() policy.analyze(1) end))
    assert.equal("policy.analyze: option 'file' must be a string, not a boolean",
      misused(function() policy.analyze("x", { file = true }) end))
  end)
end)

describe("policy.read", function()
  local path
  before_each(function() path = folder.make() end)
  after_each(function() folder.remove(path) end)

  it("reads a file, with its path as given but for what says nothing", function()
    folder.write(path .. "/a/care.txt", sample.care)
    local document = assert(policy.read(path .. "/.//a/./care.txt"))
    assert.equal(path .. "/a/care.txt", document.file)
    assert.equal(path .. "/a/care.txt:1:1", document.source)
  end)

  it("says why it cannot", function()
    local document, message, code = policy.read(path .. "/none.txt")
    assert.is_nil(document)
    assert.truthy(message:find("none.txt", 1, true))
    assert.equal("ENOENT", code)
  end)
end)

describe("policy.text", function()
  it("shows what the index sees", function()
    local tokens = policy.text.tokens("５Ｇ网络")
    assert.same({ "5g", "网络", "络" }, { tokens[1].token, tokens[2].token, tokens[3].token })
    assert.equal("(abc)", policy.text.fold("（ＡBc）"))
    assert.equal(6, policy.text.width("5G网络"))
  end)

  it("raises the caller's mistakes at the caller's line", function()
    for _, name in ipairs { "tokens", "width", "fold" } do
      misused(function() local _ = policy.text[name]() end)
    end
  end)
end)
