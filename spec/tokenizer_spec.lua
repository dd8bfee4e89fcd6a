-- The tokenizer `policy`: what becomes a token, where it stands, and that a search finds exactly what is there.

local core = require("policy.core")

local lexicon = core.lexicon({})

local function tokens(text)
  local list = {}
  for i, token in ipairs(core.tokens(text)) do
    assert(token.position == i, "positions count up from 1")
    list[i] = token.token
  end
  return list
end

-- Tokens with their places: "数字@1-6".
local function places(text)
  local list = {}
  for i, token in ipairs(core.tokens(text)) do list[i] = ("%s@%d-%d"):format(token.token, token.start, token.finish) end
  return list
end

describe("the tokenizer", function()
  it("gives the bigrams of a run of CJK characters, and its last character", function()
    assert.same({ "数字@1-6", "字乡@4-9", "乡村@7-12", "村@10-12" }, places("数字乡村"))
    assert.same({ "字@1-3" }, places("字"))
    assert.same({ "水@1-3", "电@7-9" }, places("水，电"))
    assert.same({}, places(""))
    assert.same({}, places("，。 、——《》“”…"))
  end)

  it("gives the words of other scripts whole, folded", function()
    assert.same({ "open@1-4", "data@6-9", "2031@11-14" }, places("Open data 2031"))
    assert.same({ "données", "grösse", "данные", "δεδομένα" }, tokens("Données, Größe; ДАННЫЕ/δεδομένα"))
  end)

  it("parts scripts that touch", function()
    assert.same({ "2031@1-4", "年底@5-10", "底@8-10", "5g@11-12", "网@13-15" }, places("2031年底5G网"))
  end)

  it("knows every ASCII character", function()
    for byte = 0, 127 do
      local char = string.char(byte)
      local word = char:find("^%w$") and char:lower()
      assert.same({ word }, tokens(char))
      assert.same(word and { "a" .. word .. "z" } or { "a", "z" }, tokens("a" .. char .. "z"))
      assert.same(word and { "数", word, "字" } or { "数", "字" }, tokens("数" .. char .. "字"))
    end
  end)

  it("sees no difference of width, case or form", function()
    for _, pair in ipairs {
      { "ＡＢｃ１２", "abc12" }, { "ｶﾞｷﾞｸﾞ", "ガギグ" }, { "か\u{3099}", "が" }, { "㈱", "(株)" }, { "㍿", "株式会社" },
      { "①②", "12" }, { "Ⅷ", "viii" }, { "㎡", "m2" }, { "ﬁne", "FINE" }, { "e\u{301}", "É" },
      { "\u{1112}\u{1161}\u{11AB}", "한" }, { "ﾡ\u{FFC2}", "가" }, { "\u{F900}", "豈" }, { "\u{2F08}", "人" },
      { "％５", "%5" }, { "數\u{FE00}字", "數字" },
    } do
      assert.same(tokens(pair[2]), tokens(pair[1]))
    end
  end)

  it("places what one character folds to at that character", function()
    assert.same({ "共@1-3", "a@4-4", "株式@5-7", "式会@5-7", "会社@5-7", "社@5-7" }, places("共A㍿"))
    assert.same({ "ガギ@1-12", "ギ@7-12" }, places("ｶﾞｷﾞ"))
  end)

  it("takes all CJK scripts and planes for CJK", function()
    for _, pair in ipairs {
      "々〇", "ひら", "カー", "ㄅㄆ", "한글", "\u{3400}\u{4DBF}", "\u{4E00}\u{9FFF}", "\u{20000}\u{2A6DF}",
      "\u{2A700}\u{2EBE0}", "\u{2EBF0}\u{2EE5D}", "\u{30000}\u{3134A}", "\u{31350}\u{323AF}", "⺁⺗", "〡〩",
      "\u{1100}\u{1101}", "漢\u{20000}", "の字",
    } do
      local first = pair:match("^[\xC2-\xF4][\x80-\xBF]+")
      local folded = core.fold(pair)
      assert.same({ folded, core.fold(pair:sub(#first + 1)) }, tokens(pair), pair)
    end
  end)

  it("reads over invisible characters", function()
    for _, hidden in ipairs { "\u{200B}", "\u{200D}", "\u{FEFF}", "\u{AD}", "\u{FE0F}", "\u{E0100}", "\u{2060}" } do
      assert.same(tokens("数字经济 data"), tokens("数" .. hidden .. "字" .. hidden:rep(3) .. "经济 da" .. hidden .. "ta"))
      assert.same({}, tokens(hidden))
      assert.same({ "字" }, tokens(hidden .. "字"))
    end
    assert.same({ "数字@1-9", "字@7-9" }, places("数\u{200B}字"))
  end)

  it("keeps marks with what they stand on", function()
    assert.same({ "字\u{20DD}典", "典" }, tokens("字\u{20DD}典"))
    assert.same({ "q\u{307}x" }, tokens("q\u{307}x"))
    assert.same({ "\u{307}" }, tokens(" \u{307}"))
  end)

  it("cuts words at 256 bytes", function()
    assert.same({ ("w"):rep(256) }, tokens(("W"):rep(256)))
    assert.same({ ("w"):rep(256), "w" }, tokens(("w"):rep(257)))
    assert.same({ ("é"):rep(128), "é" }, tokens(("é"):rep(129)))
    assert.same({ "w" .. ("é"):rep(127), "é" }, tokens("w" .. ("é"):rep(128)))
  end)

  it("cuts a CJK character's marks at 64 bytes", function()
    local mark = "\u{307}"
    assert.same({ "字" .. mark:rep(30) }, tokens("字" .. mark:rep(30)))
    assert.same({ "字" .. mark:rep(30), mark }, tokens("字" .. mark:rep(31)))
  end)

  it("takes marks without end in linear time", function()
    for _, text in ipairs {
      "a" .. ("\u{301}\u{323}"):rep(100000), "字" .. ("\u{301}\u{323}"):rep(100000), ("\u{200B}"):rep(200000),
      ("\u{1161}"):rep(200000), ("ㅏ"):rep(200000), ("\u{3099}"):rep(200000), ("x"):rep(1000000),
    } do
      local started = os.clock()
      local list = core.tokens(text)
      assert.is_true(os.clock() - started < 4)
      local longest = 0
      for _, token in ipairs(list) do longest = math.max(longest, #token.token) end
      assert.is_true(longest <= 256)
    end
  end)

  it("takes a byte that begins no character for a separator", function()
    for _, wrong in ipairs {
      "\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x80\x80\x80",
      "\xF4\x90\x80\x80", "\xF8", "\xFE", "\xFF", "\xE6\x95", "\xF0\xA0\x80",
    } do
      assert.same({}, tokens(wrong))
      assert.same({ "数字@1-6", "字@4-6", ("经@%d-%d"):format(7 + #wrong, 9 + #wrong) }, places("数字" .. wrong .. "经"))
      assert.same({ "a", "b" }, tokens("a" .. wrong .. "b"))
    end
  end)

  it("reads no further than the text goes, wherever it is cut", function()
    local text = "数字ＡＢ经e\u{301}济\u{20000}\u{2A6D6}ｶﾞ한글x\u{AD}y，㍿。"
    for cut = 0, #text do
      local head, tail = text:sub(1, cut), text:sub(cut + 1)
      assert.same(places(head .. " "), places(head))
      assert.same(tokens(" " .. tail), tokens(tail))
      for _, token in ipairs(core.tokens(head)) do
        assert.is_true(1 <= token.start and token.start <= token.finish and token.finish <= #head)
      end
    end
  end)

  it("wants a string", function()
    assert.has_error(function() core.tokens({}) end)
    assert.has_error(function() core.tokens() end)
  end)
end)

-------------------------------------------------------------------------------------------- against a plain account

-- Pieces of text: as written, what kind they are, what they fold to.
local pieces = {
  { "a", "word", "a" }, { "B", "word", "b" }, { "7", "word", "7" }, { "Ｃ", "word", "c" }, { "e\u{301}", "word", "é" },
  { "数", "cjk", "数" }, { "字", "cjk", "字" }, { "经", "cjk", "经" }, { "字", "cjk", "字" },
  { "\u{20000}", "cjk", "\u{20000}" },
  { "ｶﾞ", "cjk", "ガ" }, { "の", "cjk", "の" }, { "，", "gap" }, { " ", "gap" }, { "“", "gap" }, { "\xFF", "gap" },
  { "\u{200B}", "nothing" }, { "\u{AD}", "nothing" },
}

-- Text of `count` pieces, and its groups: words and runs of CJK characters.
local function compose(random, count)
  local text, groups = {}, {}
  local kind
  for i = 1, count do
    local piece = pieces[random(#pieces)]
    text[i] = piece[1]
    if piece[2] == "gap" then
      kind = nil
    elseif piece[2] ~= "nothing" then
      if piece[2] ~= kind then groups[#groups + 1] = { kind = piece[2] } end
      kind = piece[2]
      table.insert(groups[#groups], piece[3])
    end
  end
  return table.concat(text), groups
end

local function expected_tokens(groups)
  local list = {}
  for _, group in ipairs(groups) do
    if group.kind == "word" then
      list[#list + 1] = table.concat(group)
    else
      for i = 1, #group do list[#list + 1] = group[i] .. (group[i + 1] or "") end
    end
  end
  return list
end

-- Groups with a space on either side of each.
local function spaced(groups)
  local list = {}
  for i, group in ipairs(groups) do list[i] = table.concat(group) end
  return " " .. table.concat(list, " ") .. " "
end

-- The same for a phrase: a run of CJK characters at its end may go on.
local function open_ended(groups)
  local text = spaced(groups)
  if groups[1].kind == "cjk" then text = text:sub(2) end
  return groups[#groups].kind == "cjk" and text:sub(1, -2) or text
end

-- Whether the phrase's last run is one character long: a search has to look for tokens that begin with it.
local function ends_alone(groups)
  local last = groups[#groups]
  return last.kind == "cjk" and #last == 1
end

-- The lines of the paragraphs that a search for the phrase gives.
local function lines_found(store, phrase, groups)
  local lines = {}
  for i, row in ipairs(assert(store:rows("SELECT line FROM paragraph WHERE id IN"
    .. " (SELECT rowid FROM paragraph_text WHERE paragraph_text MATCH ?) ORDER BY line",
    { '"' .. phrase:gsub("\xFF", "?") .. '"' .. (ends_alone(groups) and " *" or "") }))) do
    lines[i] = row.line
  end
  return lines
end

describe("tokens of composed text", function()
  local random
  before_each(function()
    math.randomseed(20310504)
    random = math.random
  end)

  it("are those that a plain account gives", function()
    for _ = 1, 1500 do
      local text, groups = compose(random, random(12))
      assert.same(expected_tokens(groups), tokens(text), text)
    end
  end)

  it("are found as a phrase exactly where it stands", function()
    local store <close> = assert(core.open(":memory:", "rw"))
    local texts, lines = {}, {}
    for i = 1, 250 do
      local text, groups = compose(random, random(3, 14))
      texts[i] = { text = text:gsub("\xFF", "?"), spaced = spaced(groups) }
      lines[i] = "x" .. i .. "。" .. texts[i].text -- no line is blank or like another
    end
    assert(store:begin())
    assert(store:write(core.reading(lexicon, table.concat(lines, "\n") .. "\n"), "texts"))
    assert(store:commit())
    local found = 0
    for _ = 1, 400 do
      local phrase, groups = compose(random, random(5))
      if #groups > 0 then
        local wanted, expected, matched = open_ended(groups), {}, {}
        for line, text in ipairs(texts) do
          if text.spaced:find(wanted, 1, true) then expected[#expected + 1] = line end
          if core.match(text.text, phrase) then matched[#matched + 1] = line end
        end
        assert.same(expected, matched, phrase)
        assert.same(expected, lines_found(store, phrase, groups), phrase)
        found = found + #expected
      end
    end
    assert.is_true(found > 1000)
  end)
end)
