-- The lexicon: the language's words as data. A copy can be extended and passed in; then other things are found.

local document = require("document")
local folder = require("folder")
local misused = require("misused")
local policy = require("policy")

local extended = policy.extended

describe("the lexicon", function()
  it("is categories of words, each a list or a map from word to meaning", function()
    local count = 0
    for category, words in pairs(policy.lexicon) do
      assert.is_string(category)
      assert.is_table(words)
      for key, word in pairs(words) do
        assert.is_string(word)
        assert.is_true(math.type(key) == "integer" or type(key) == "string")
        local text = type(key) == "string" and key or word
        assert.is_truthy(utf8.len(text), category)
        assert.is_true(#text > 0, category)
        count = count + 1
      end
    end
    assert.is_true(count > 1000)
  end)

  it("lists no word twice in one category", function()
    local twice = {}
    for category, words in pairs(policy.lexicon) do
      local seen = {}
      for _, word in ipairs(words) do
        if seen[word] then twice[#twice + 1] = ("%s: %s"):format(category, word) end
        seen[word] = true
      end
    end
    assert.same({}, twice)
  end)
end)

describe("an extended copy", function()
  local harbour = { "港发〔2024〕3号", "", "关于改造渔船的倡议", "", "一、更换机型", "淘汰老旧主机。", "二、配齐设备", "配发定位终端。" }

  it("knows another authority", function()
    assert.is_nil(document.of(harbour).issuer)
    assert.equal("望海区渔港管理处", document.of(harbour, extended { authority = { ["港发"] = "望海区渔港管理处" } }).issuer)
  end)

  it("knows another heading by its word", function()
    local lines = {
      "望海区渔业简况", "", "一、近海捕捞", "捕捞强度逐年下降。", "二、水产养殖", "网箱退出内湾。",
      "补记", "本简况写成后，望海区又有两处人工鱼礁投放入海，鱼群正在回来。",
    }
    assert.same({ "一 近海捕捞", "二 水产养殖" }, document.outline(lines))
    assert.same({ "一 近海捕捞", "二 水产养殖", "补记" }, document.outline(lines, extended { heading_word = { "补记" } }))
  end)

  it("knows another kind of box, and other furniture", function()
    local lines = {
      "望海区渔业规划", "", "一、近海捕捞", "捕捞强度逐年下降。",
      "渔家信箱每月十日开箱，收到的建议一一登记。",
      "锦囊1　增殖放流", "每年六月向近海放流鱼苗、贝苗。",
      "二、水产养殖", "网箱退出内湾。",
    }
    local words = extended { box = { "锦囊" }, furniture_beginning = { "渔家信箱" } }
    assert.same({ "一 近海捕捞", "  锦囊1 增殖放流", "二 水产养殖" }, document.outline(lines, words))
    assert.same({ "一 近海捕捞", "二 水产养殖" }, document.outline(lines))
    assert.equal("furniture", document.kinds(lines, words)[4])
    assert.equal("text", document.kinds(lines)[4])
  end)

  it("finds words in any width and case", function()
    local lines = { "ＲＥＥＦ发〔2024〕3号", "", "关于改造渔船的倡议", "", "一、更换机型", "淘汰老旧主机。" }
    local words = extended { furniture_beginning = { "reef" } }
    table.insert(lines, 5, "ＲＥＥＦ 网站由渔港运营")
    table.insert(lines, 6, "Reef 网站由渔港运营")
    local kinds = document.kinds(lines, words)
    assert.same({ "furniture", "furniture" }, { kinds[3], kinds[4] })
  end)

  it("takes the longest word", function()
    local words = extended { authority = { ["港"] = "港务局", ["港发"] = "渔港管理处" } }
    assert.equal("渔港管理处", document.of(harbour, words).issuer)
  end)

  it("changes nothing for others", function()
    document.of(harbour, extended { authority = { ["港发"] = "望海区渔港管理处" } })
    assert.is_nil(document.of(harbour).issuer)
  end)

  it("may be given to a corpus and to a file", function()
    local path = folder.make()
    local file = folder.write(path .. "/harbour.txt", table.concat(harbour, "\n"))
    local words = extended { authority = { ["港发"] = "望海区渔港管理处" } }
    local corpus <close> = assert(policy.open(":memory:", { lexicon = words }))
    assert(corpus:import(file))
    local read = assert(policy.read(file, { lexicon = words }))
    folder.remove(path)
    assert.equal("望海区渔港管理处", corpus.documents[1].issuer)
    assert.equal("望海区渔港管理处", read.issuer)
  end)

  it("may hold nothing at all", function()
    local record = document.of({ "一、更换机型", "淘汰老旧主机。", "二、配齐设备", "配发定位终端。" }, {})
    assert.equal(2, #record.sections)
    assert.is_nil(document.of(harbour, {}).issuer)
  end)
end)

-- Whether the message has these parts in it.
local function names(message, ...)
  for _, part in ipairs { ... } do assert.is_truthy(message:find(part, 1, true), message) end
end

describe("a lexicon that cannot be compiled raises, naming", function()
  -- The message without the function's and the option's name.
  local function refused(lexicon)
    local message = misused(function() policy.analyze("一、总则\n", { lexicon = lexicon }) end)
    return (message:gsub("^policy%.analyze: option 'lexicon': ", ""))
  end

  it("an unknown category", function()
    names(refused { heading_words = { "补记" } }, "heading_words")
    names(refused { "补记" }, "category")
  end)

  it("a category that is no table", function()
    names(refused { heading_word = "补记" }, "heading_word", "string")
    names(refused { heading_word = true }, "heading_word", "boolean")
  end)

  it("a word that is no string", function()
    names(refused { heading_word = { "补记", 7 } }, "heading_word", "number")
    names(refused { heading_word = { false } }, "heading_word", "boolean")
    names(refused { authority = { ["港发"] = {} } }, "authority", "table")
    names(refused { authority = { [true] = "渔港管理处" } }, "authority", "boolean")
  end)

  it("an empty word", function()
    names(refused { heading_word = { "补记", "" } }, "heading_word", "''")
    names(refused { authority = { [""] = "渔港管理处" } }, "authority", "''")
  end)

  it("a word that is too long", function()
    local long = ("补"):rep(2000)
    names(refused { heading_word = { long } }, "heading_word", "补补补", "characters")
  end)

  it("a word that is no text", function()
    names(refused { heading_word = { "补\xFF记" } }, "heading_word")
    names(refused { authority = { ["港发"] = "渔港\0管理处" } }, "authority", "港发")
  end)

  it("the function that it was given to", function()
    local bad = { heading_words = { "补记" } }
    for name, call in pairs {
      ["policy.open"] = function() policy.open(":memory:", { lexicon = bad }) end,
      ["policy.read"] = function() policy.read("none.txt", { lexicon = bad }) end,
      ["policy.analyze"] = function() policy.analyze("", { lexicon = bad }) end,
    } do
      names(misused(call), name, "lexicon", "heading_words")
    end
    assert.equal("policy.analyze: option 'lexicon' must be a table, not a string",
      misused(function() policy.analyze("", { lexicon = "补记" }) end))
  end)
end)

describe("policy.extended", function()
  it("makes such a copy", function()
    local words = policy.extended { authority = { ["港发"] = "望海区渔港管理处" }, heading_word = { "补记" } }
    local lines = { "港发〔2024〕3号", "", "关于改造渔船的倡议", "", "为了平安出海，倡议如下。" }
    assert.equal("望海区渔港管理处", document.of(lines, words).issuer)
    assert.is_nil(policy.lexicon.authority["港发"])
    assert.not_equal("补记", policy.lexicon.heading_word[#policy.lexicon.heading_word])
  end)

  it("raises for a category that there is not, and for what is no table", function()
    names(misused(function() extended { heading_words = { "补记" } } end), "policy.extended", "'heading_words'")
    names(misused(function() extended { heading_word = "补记" } end), "policy.extended", "'heading_word'", "string")
    names(misused(function() extended("补记") end), "policy.extended", "table", "string")
  end)
end)
