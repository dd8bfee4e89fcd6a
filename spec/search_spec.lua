-- Search: everything that a plain scan of the same text finds, and nothing else.

local folder = require("folder")
local misused = require("misused")
local policy = require("policy")
local sample = require("sample")
local shell = require("shell")

local fold, tokens = policy.text.fold, policy.text.tokens

-- A corpus in memory of one document that has these lines.
local function corpus_of(lines)
  return (sample.corpus({ ["lines.txt"] = table.concat(lines, "\n") .. "\n" }))
end

local function all(corpus, query, options)
  options = options or {}
  options.limit = options.limit or math.huge
  return corpus:search(query, options):totable()
end

local function sorted_ids(list)
  local ids = {}
  for i, record in ipairs(list) do ids[i] = record.id end
  table.sort(ids)
  return ids
end

-- A letter or digit of a script that has words: twice in a row it is still one token.
local is_word = setmetatable({}, { __index = function(self, char)
  local value = char ~= "" and #tokens(char) == 1 and #tokens(char .. char) == 1
  rawset(self, char, value)
  return value
end })

local function last_character(text) return text:match("[\0-\x7F\xC2-\xF4][\x80-\xBF]*$") or "" end
local function first_character(text) return text:match("^[\0-\x7F\xC2-\xF4][\x80-\xBF]*") or "" end

-- The scan that the index is held against: in a folded text, a folded phrase, words whole at its ends.
local function stands_in(folded, phrase)
  local first, last = is_word[first_character(phrase)], is_word[last_character(phrase)]
  local at = 1
  while true do
    local start, finish = folded:find(phrase, at, true)
    if not start then return false end
    local whole_first = not first or not is_word[last_character(folded:sub(math.max(1, start - 4), start - 1))]
    local whole_last = not last or not is_word[first_character(folded:sub(finish + 1, finish + 4))]
    if whole_first and whole_last then return true end
    at = start + 1
  end
end

local function scan(paragraphs, phrases)
  local ids = {}
  for _, paragraph in ipairs(paragraphs) do
    local found = true
    for _, phrase in ipairs(phrases) do found = found and stands_in(paragraph.folded, fold(phrase)) end
    if found then ids[#ids + 1] = paragraph.id end
  end
  return ids
end

describe("the recall of a search", function()
  local corpus, paragraphs, texts
  local seed = 20240917

  local function random(limit)
    seed = (seed * 6364136223846793005 + 1442695040888963407) & 0x7FFFFFFFFFFFFFFF
    return (seed >> 33) % limit + 1
  end

  -- A piece of one to `most` characters of a text that is there.
  local function random_phrase(most)
    local text
    repeat text = texts[random(#texts)] until utf8.len(text) > 0
    local length = utf8.len(text)
    local first = random(length)
    local last = math.min(length, first + random(most) - 1)
    return text:sub(utf8.offset(text, first), utf8.offset(text, last + 1) - 1)
  end

  setup(function()
    corpus = assert(policy.open(":memory:"))
    assert(corpus:import("data"))
    paragraphs, texts = {}, {}
    for i, paragraph in pairs(corpus.paragraphs) do
      paragraphs[i] = { id = paragraph.id, folded = fold(paragraph.text) }
      texts[i] = paragraph.text
    end
    assert.truthy(#texts > 100)
  end)
  teardown(function() corpus:close() end)

  it("is that of a scan, for any phrase of one to six characters", function()
    local found = 0
    for _ = 1, 120 do
      local phrase = random_phrase(6)
      if not phrase:find('"', 1, true) and fold(phrase) ~= "" then
        local hits = all(corpus, '"' .. phrase .. '"')
        assert.same(scan(paragraphs, { phrase }), sorted_ids(hits), "phrase: " .. phrase)
        found = found + #hits
      end
    end
    assert.truthy(found > 120)
  end)

  it("is that of a scan, for several terms", function()
    for _ = 1, 40 do
      local one, two = random_phrase(2), random_phrase(3)
      if not (one .. two):find('[%s"]') and not (one .. two):find("　") and not (one .. two):find("“") then
        assert.same(scan(paragraphs, { one, two }), sorted_ids(all(corpus, one .. " " .. two)), one .. " " .. two)
      end
    end
  end)

  it("is the same for a collection that is narrowed by words", function()
    for _ = 1, 25 do
      local phrase = '"' .. random_phrase(4):gsub('"', "") .. '"'
      local narrowed = corpus.paragraphs { matching = phrase }
      assert.same(sorted_ids(all(corpus, phrase)), sorted_ids(narrowed), phrase)
      assert.equal(#narrowed:totable(), #narrowed)
    end
  end)

  it("gives the place of the first word found", function()
    for _ = 1, 60 do
      local phrase = random_phrase(5)
      if not phrase:find('"', 1, true) then
        for _, hit in ipairs(all(corpus, '"' .. phrase .. '"', { limit = 5 })) do
          local start = utf8.offset(hit.text, hit.column)
          local stop = utf8.offset(hit.text, hit.column + 2 * utf8.len(phrase)) or #hit.text + 1
          assert.equal(1, (fold(hit.text:sub(start, stop - 1)):find(fold(phrase), 1, true)), phrase)
          assert.equal(hit.paragraph.line, hit.line)
        end
      end
    end
  end)
end)

describe("a query", function()
  it("can hold any byte and any mark", function()
    local marks = { "、", "《", "》", "（", "）", "“", "”", "　", "——", "…", "\u{200B}", "\u{E000}", "😀", "\xFF", "\xE4\xB8" }
    for byte = 0, 127 do marks[#marks + 1] = string.char(byte) end
    local lines, texts = {}, {}
    for _, mark in ipairs(marks) do
      if utf8.len(mark) and not mark:find("[%z\n\r\f\v]") then
        lines[#lines + 1] = "样" .. mark .. "本" .. mark
      end
    end
    lines[#lines + 1] = "样本"
    local corpus <close> = corpus_of(lines)
    for i, paragraph in pairs(corpus.paragraphs) do
      texts[i] = { id = paragraph.id, folded = fold(paragraph.text) }
    end
    for _, mark in ipairs(marks) do
      for _, query in ipairs { mark, mark .. mark, "样" .. mark .. "本", mark .. "样", "本" .. mark, "样 " .. mark,
        mark .. "*", "NOT " .. mark, "样 AND " .. mark, "text:" .. mark, "(" .. mark } do
        for _, hit in ipairs(all(corpus, query)) do assert.is_string(hit.snippet) end
      end
      local literal = "样" .. mark .. "本"
      if not literal:find('["“\r\n\f\v%z]') and utf8.len(mark) then
        assert.same(scan(texts, { literal }), sorted_ids(all(corpus, '"' .. literal .. '"')), ("%q"):format(mark))
      end
    end
  end)

  it("asks for all of its terms, in any order", function()
    local corpus <close> = corpus_of { "数字经济和实体经济", "数字经济", "实体经济在前，数字经济在后" }
    assert.equal(2, #all(corpus, "数字 实体"))
    assert.equal(2, #all(corpus, "实体　数字"))
    assert.equal(2, #all(corpus, "\t实体\n数字 "))
    assert.equal(0, #all(corpus, "数字 农业"))
    assert.equal(0, #all(corpus, ""))
    assert.equal(0, #all(corpus, "  　 "))
  end)

  it("may be of any length", function()
    local long = ("数字经济发展"):rep(20)
    local corpus <close> = corpus_of { long, long .. "快", ("数字经济发展"):rep(19), "天地玄黄" }
    assert.equal(2, #all(corpus, long))
    assert.equal(1, #all(corpus, long .. "快"))
    assert.equal(0, #all(corpus, long .. "慢"))
    assert.equal(0, #all(corpus, long:rep(1000)))
    assert.equal(3, #all(corpus, ("数字 发展 "):rep(1000)))
    assert.equal(1, #all(corpus, ("天 地 玄 黄 "):rep(1000)))
    assert.equal(0, #all(corpus, ('"'):rep(10000)))
  end)

  it("keeps a phrase in quotes together", function()
    local corpus <close> = corpus_of { "the Big Data plan", "big plan, data", "大 数据", "大数据" }
    assert.equal(2, #all(corpus, "big data"))
    assert.equal(1, #all(corpus, '"big data"'))
    assert.equal(1, #all(corpus, "“big data”"))
    assert.equal(1, #all(corpus, '"big data'))
    assert.equal(1, #all(corpus, "“大 数据"))
    assert.equal(2, #all(corpus, 'big"plan"'))
    assert.equal(2, #all(corpus, '"" big'))
  end)

  it("asks with NEAR for terms that stand close to each other", function()
    local ten = ("字"):rep(10)
    local corpus <close> = corpus_of {
      "甲词" .. ten .. "乙词", "甲词" .. ten .. "字乙词", "乙词" .. ten .. "甲词", "甲词", "乙词 NEAR 丙词",
      "甲词" .. ten .. ten .. "甲词在乙词前", "甲词、乙词；丙词",
    }
    local function lines(query)
      local list = {}
      for i, hit in ipairs(all(corpus, query)) do list[i] = hit.line end
      table.sort(list)
      return list
    end
    assert.same({ 1, 3, 6, 7 }, lines("甲词 NEAR 乙词"))
    assert.same({ 1, 3, 6, 7 }, lines("乙词 NEAR 甲词"))
    assert.same({ 7 }, lines("甲词 NEAR 乙词 NEAR 丙词"))
    assert.same({ 7 }, lines("甲词 NEAR ；"))
    assert.same({ 7 }, lines("； NEAR 、"))
    assert.same({ 1, 3, 6, 7 }, lines('甲词 NEAR "" 乙词'))
    assert.same({ 5 }, lines('乙词 "NEAR" 丙词'))
    assert.same({ 5 }, lines("乙词 near"))
    assert.same({ 5 }, lines("NEAR 乙词"))
    assert.same({ 5 }, lines("乙词 NEAR"))
    assert.same({ 5 }, lines("乙词 NEAR NEAR"))
    assert.same({ 1, 3, 6, 7 }, (function()
      local list = {}
      for i, paragraph in ipairs(corpus.paragraphs { matching = "甲词 NEAR 乙词" }) do list[i] = paragraph.line end
      return list
    end)())
    assert.equal(1 + 2 + 20, all(corpus, "甲词 NEAR 乙词 在")[1].column)
  end)

  it("takes no word of its own language from the user", function()
    local corpus <close> = corpus_of { "甲 AND 乙", "甲 NOT 丙", "甲乙" }
    assert.equal(1, #all(corpus, "甲 AND 乙"))
    assert.equal(1, #all(corpus, "甲 NOT"))
    assert.equal(0, #all(corpus, "text:甲"))
    assert.equal(0, #all(corpus, "甲*"))
  end)

  it("finds words whole, and Chinese anywhere", function()
    local corpus <close> = corpus_of { "5G网络", "15G硬盘", "网", "光网" }
    assert.equal(1, #all(corpus, "5g"))
    assert.equal(0, #all(corpus, "G"))
    assert.equal(3, #all(corpus, "网"))
    assert.equal(1, #all(corpus, "Ｇ网") + #all(corpus, "５Ｇ网"))
  end)

  it("minds punctuation, but not its width", function()
    local corpus <close> = corpus_of { "水、电", "水，电", "水电", "（水）电", "(水)电" }
    assert.equal(1, #all(corpus, "水、电"))
    assert.equal(1, #all(corpus, "水，电"))
    assert.equal(1, #all(corpus, "水,电"))
    assert.equal(1, #all(corpus, "水电"))
    assert.equal(2, #all(corpus, "（水"))
    assert.equal(2, #all(corpus, "水)电"))
    assert.equal(2, #all(corpus, ")"))
    assert.equal(1, #all(corpus, "、 电"))
  end)

  it("finds what a character stands for", function()
    local corpus <close> = corpus_of { "⑴重㎏级", "(1)重kg级", "……", "...", "1重" }
    assert.equal(2, #all(corpus, "(1)重"))
    assert.equal(2, #all(corpus, "⑴"))
    assert.equal(2, #all(corpus, "㎏"))
    assert.equal(2, #all(corpus, "."))
    local hit = all(corpus, ")重", { first_line = 1, limit = 1 })[1] or all(corpus, ")重")[1]
    assert.truthy(hit.snippet:find("%[.*重%]"))
  end)
end)

describe("the result of a search", function()
  local corpus, care
  setup(function()
    corpus = sample.corpus({ ["care.txt"] = sample.care, ["water.txt"] = sample.water })
    care = corpus.documents["care.txt"]
  end)
  teardown(function() corpus:close() end)

  it("says where each hit stands", function()
    local hits = all(corpus, "以人")
    assert.equal(1, #hits)
    local hit = hits[1]
    assert.same({ rank = 1, line = 5, column = 3, id = hit.paragraph.id, text = "坚持以人为本，让每位老人安心。",
      snippet = "坚持[以人]为本，让每位老人安心。" }, { rank = hit.rank, line = hit.line, column = hit.column, id = hit.id,
      text = hit.text, snippet = hit.snippet })
    assert.equal(care, hit.document)
    assert.equal("工作原则", hit.section.title)
    assert.equal(care.file .. ":5:3", hit.source)
    assert.equal("hit 1: " .. hit.snippet, tostring(hit))
    assert.equal("policy.hit", getmetatable(hit).__name)
  end)

  it("is iterated, and listed", function()
    local ranks = {}
    local hits = corpus:search("湖滨市")
    for hit in hits do ranks[#ranks + 1] = hit.rank end
    assert.same({ 1, 2 }, ranks)
    assert.equal(2, #hits:totable())
    assert.is_nil(hits())
    for _ in corpus:search("没有这样的话") do error("found") end
    assert.equal('corpus:search "湖滨市"', tostring(hits))
  end)

  it("is filtered by fields of document and section, by records and tables of fields", function()
    assert.equal(2, #all(corpus, "总体要求"))
    local function lines(options)
      local list = {}
      for i, hit in ipairs(all(corpus, "总体要求", options)) do list[i] = hit.line end
      table.sort(list)
      return list
    end
    assert.same({ 3 }, lines { title = "湖滨市养老服务发展规划" })
    assert.same({ 5 }, lines { title = policy.like("%办法") })
    assert.same({ 3 }, lines { document = care })
    assert.same({ 3 }, lines { document = "care.txt" })
    assert.same({ 3 }, lines { document = { file = policy.like("%care.txt") } })
    assert.same({ 3, 5 }, lines { document = corpus.documents })
    assert.same({ 3 }, lines { section = care.sections[1] })
    assert.same({}, lines { section = care.sections[2] })
    assert.same({ 3, 5 }, lines { section = { title = "总体要求" } })
    assert.same({ 3 }, lines { first_line = 3 })
    assert.same({}, lines { document = care, title = policy.like("%办法") })
    assert.same({ 3 }, lines { document = care, section = { level = 1 } })
    assert.same({ 8 }, { all(corpus, "5G", { section = care.sections[1] })[1].line })
  end)

  it("is filtered where the index cannot help, too", function()
    assert.equal(0, #all(corpus, "、", { title = policy.like("%办法"), first_line = 1 }))
    local expected = 0
    for _, paragraph in pairs(care.paragraphs) do
      if paragraph.text:find("、", 1, true) then expected = expected + 1 end
    end
    assert.equal(expected, #all(corpus, "、", { document = care }))
  end)

  it("has a limit and an offset", function()
    local list = all(corpus, "，")
    assert.truthy(#list > 4)
    assert.equal(2, #all(corpus, "，", { limit = 2 }))
    assert.equal(0, #all(corpus, "，", { limit = 0 }))
    local rest = all(corpus, "，", { limit = 2, offset = 1 })
    assert.same({ list[2].id, list[3].id }, { rest[1].id, rest[2].id })
    assert.same({ 2, 3 }, { rest[1].rank, rest[2].rank })
    assert.equal(0, #all(corpus, "，", { offset = 1000 }))
    local ranked = all(corpus, "湖滨市")
    assert.equal(ranked[2].id, all(corpus, "湖滨市", { limit = 1, offset = 1 })[1].id)
  end)

  it("is not made shorter by what only looks like a hit", function()
    local lines = {}
    for i = 1, 300 do lines[i] = i % 10 == 0 and "第一、第二" or "第一，第二" end
    local own <close> = corpus_of(lines)
    assert.equal(20, #own:search("一、第"):totable())
    assert.equal(30, #all(own, "一、第"))
    assert.equal(5, #all(own, "一、第", { limit = 20, offset = 25 }))
    assert.equal(20, #own:search("第一"):totable())
    assert.equal(300, #all(own, "第一"))
  end)

  it("has the best first", function()
    local own <close> = corpus_of {
      "关于大坝、公路、桥梁、学校、医院、公园、车站、码头和水库的一般说明，本段写得很长，只提到一次。",
      "水库", "水库的水库，水库管理", "别的事情一", "别的事情二", "别的事情三", "别的事情四", "别的事情五",
    }
    local hits = all(own, "水库")
    assert.equal(3, #hits)
    assert.equal(1, hits[3].line)
  end)

  it("cuts its snippets between characters and marks every word in them", function()
    local before, after = ("前"):rep(100), ("后"):rep(100)
    local own <close> = corpus_of { before .. "目标" .. after .. "目标", "目标和目标、标目" }
    local hit = all(own, "目标", { mark = { "<b>", "</b>" }, limit = 2 })
    table.sort(hit, function(a, b) return a.line < b.line end)
    assert.equal("…" .. ("前"):rep(16) .. "<b>目标</b>" .. ("后"):rep(46) .. "…", hit[1].snippet)
    assert.equal("<b>目标</b>和<b>目标</b>、标目", hit[2].snippet)
    assert.equal("[目标]和[目标、标]目", all(own, "目标 目标、标")[1].snippet)
    local long = "长" .. ("话"):rep(200)
    local other <close> = corpus_of { "说" .. long .. "完" }
    assert.equal("说[" .. long .. "]…", (all(other, long)[1].snippet:gsub("完$", "…")))
  end)

  it("may outlive a removal", function()
    local own <close> = assert(policy.open(":memory:"))
    local path = shell.folder()
    for i = 1, 200 do folder.write(("%s/%03d.txt"):format(path, i), "一、总则\n种好树。\n") end
    assert(own:import(path))
    shell.remove(path)
    local seen = 0
    for hit in own:search("种好树", { limit = math.huge }) do
      seen = seen + 1
      if seen == 1 then assert(own:remove(hit.document.file == path .. "/200.txt" and "199.txt" or "200.txt")) end
    end
    assert.equal(199, seen)
  end)

  it("raises the caller's mistakes at the caller's line", function()
    assert.equal("corpus:search: query must be a string, not nil", misused(function() corpus:search() end))
    assert.equal("corpus:search: options must be a table, not a number", misused(function() corpus:search("x", 20) end))
    local message = misused(function() corpus:search("x", { limits = 3 }) end)
    assert.truthy(message:find("unknown option 'limits' (valid: ", 1, true))
    assert.equal("corpus:search: option 'limit' must be a number, not a string",
      misused(function() corpus:search("x", { limit = "3" }) end))
    for _, wrong in ipairs { -1, 1.5, -math.huge, 0 / 0 } do
      assert.truthy(misused(function() corpus:search("x", { limit = wrong }) end):find("whole number from 0"))
      assert.truthy(misused(function() corpus:search("x", { offset = wrong }) end):find("whole number from 0"))
    end
    assert.equal("corpus:search: option 'mark' must be a list of two strings",
      misused(function() corpus:search("x", { mark = { "<" } }) end))
    message = misused(function() corpus:search("x", { level = "1" }) end)
    assert.truthy(message:find("field 'level' wants a number", 1, true))
    assert.truthy(misused(function() corpus:search("x", { document = { x = 1 } }) end):find("no field 'x'", 1, true))
  end)
end)
