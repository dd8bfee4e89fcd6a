-- Characters: folding, width, and where a phrase stands in a text.

local core = require("policy.core")

describe("core.fold", function()
  it("makes width, case and compatibility forms one", function()
    for _, pair in ipairs {
      { "", "" }, { "数字Abc", "数字abc" }, { "ＡＢＣ，（１５）", "abc,(15)" }, { "ｶﾞｯｺｳ", "ガッコウ" }, { "か\u{3099}", "が" },
      { "ﬃ", "ffi" }, { "Straße", "strasse" }, { "ΣΑΣ", "σασ" }, { "①Ⅳ㎏", "1ivkg" }, { "\u{212B}", "å" },
      { "E\u{301}", "é" }, { "q\u{307}\u{323}", "q\u{323}\u{307}" }, { "\u{1112}\u{1161}\u{11AB}", "한" },
      { "a\u{AD}b\u{200B}c\u{FEFF}", "abc" }, { "\u{3000}", " " }, { "\u{2F08}\u{F900}", "人豈" }, { "…", "..." },
      { "a\0b", "a\0b" },
    } do
      assert.equal(pair[2], core.fold(pair[1]))
    end
  end)

  it("folds what is folded to itself", function()
    for _, text in ipairs { "数字经济", "ガギグ", "é한", "abc 15%", "\u{20000}", "q\u{323}\u{307}" } do
      assert.equal(text, core.fold(text))
    end
  end)

  it("folds each character by itself unless it joins the one before", function()
    local before, after = "数a한か", "字b"
    for block = 0, 0x11F do -- the planes that have letters and, last, the one that has invisible characters
      local whole, parts = {}, {}
      local first = block < 0x100 and block * 512 or 0xE0000 + (block - 0x100) * 512
      for code = first, first + 511 do
        if code < 0xD800 or code > 0xDFFF then
          local char = utf8.char(code)
          whole[#whole + 1] = before .. char .. after
          parts[#parts + 1] = core.fold(before .. char) .. core.fold(after)
        end
      end
      assert.equal(table.concat(parts), core.fold(table.concat(whole)))
    end
  end)

  it("gives U+FFFD for a byte that begins no character", function()
    assert.equal("\u{FFFD}", core.fold("\x80"))
    assert.equal("a\u{FFFD}\u{FFFD}b", core.fold("A\xE6\x95B"))
    assert.equal("\u{FFFD}\u{FFFD}\u{FFFD}", core.fold("\xED\xA0\x80"))
    assert.equal(("\u{FFFD}"):rep(4), core.fold("\xF4\x90\x80\x80"))
  end)

  it("takes marks without end in linear time", function()
    local started = os.clock()
    core.fold("a" .. ("\u{301}\u{323}"):rep(100000))
    assert.is_true(os.clock() - started < 4)
  end)
end)

describe("core.width", function()
  it("counts columns", function()
    for _, pair in ipairs {
      { "", 0 }, { "abc 12", 6 }, { "数字", 4 }, { "，。", 4 }, { "ＡＢ", 4 }, { "ｱｲ", 2 }, { "“”…①", 4 }, { "e\u{301}", 1 },
      { "\u{200B}\u{FEFF}\u{AD}", 0 }, { "한글", 4 }, { "\u{20000}\u{323AF}", 4 }, { "あア", 4 }, { "\0\r\n\t\x7F", 0 },
      { "\x80\xFF", 2 }, { "\xE6\x95", 2 }, { "—■▷", 3 }, { "😀", 2 },
    } do
      assert.equal(pair[2], core.width(pair[1]), pair[1])
    end
  end)

  it("adds up", function()
    local text = "数a“”e\u{301}\u{20000}，\u{200B}한"
    local sum = 0
    for _, code in utf8.codes(text) do sum = sum + core.width(utf8.char(code)) end
    assert.equal(sum, core.width(text))
  end)
end)

describe("core.match", function()
  -- The text that was found, and its first byte.
  local function match(text, phrase, init)
    local start, finish = core.match(text, phrase, init)
    if start then return text:sub(start, finish), start end
  end

  it("finds a phrase of any length", function()
    local text = "推动数字乡村建设，数字赋能。"
    assert.same({ "数字", 7 }, { match(text, "数字") })
    assert.same({ "村", 16 }, { match(text, "村") })
    assert.same({ "设", 22 }, { match(text, "设") })
    assert.same({ "数字赋能", 28 }, { match(text, "数字赋能") })
    assert.same({ text:sub(1, -4), 1 }, { match(text, text) })
    assert.is_nil(match(text, "乡建"))
    assert.is_nil(match(text, "数字乡村建设工程"))
    assert.is_nil(match(text, "能。力"))
  end)

  it("goes on at a byte", function()
    local text = "水利、水电、水库"
    local starts, at = {}, 1
    while true do
      local start, finish = core.match(text, "水", at)
      if not start then break end
      starts[#starts + 1] = start
      at = finish + 1
    end
    assert.same({ 1, 10, 19 }, starts)
    assert.equal(4, core.match("字字字", "字", 2))
    assert.is_nil(core.match(text, "水", #text))
    assert.is_nil(core.match(text, "水", #text + 1))
    assert.is_nil(core.match(text, "水", math.maxinteger))
    assert.has_error(function() core.match(text, "水", 0) end)
    assert.has_error(function() core.match(text) end)
  end)

  it("finds from every byte what it finds from the start", function()
    local text = "5G网络ab数字ＡＢ，数字网ab。e\u{301}a\u{301}数\u{200B}字 ab字"
    for _, phrase in ipairs { "数字", "字", "ab", "网", "数字ab", "ab字", "éá", "网ab", "ab，数" } do
      local places, at = {}, 1
      while true do
        local start = core.match(text, phrase, at)
        if not start then break end
        places[#places + 1] = start
        at = start + 1
      end
      for from = 1, #text do
        local expected
        for i = #places, 1, -1 do
          if places[i] >= from then expected = places[i] end
        end
        assert.equal(expected, (core.match(text, phrase, from)), phrase .. from)
      end
    end
  end)

  it("sees words of other scripts whole", function()
    assert.equal(9, core.match("network work", "work"))
    assert.is_nil(core.match("network", "work"))
    assert.is_nil(core.match("works", "work"))
    assert.same({ "5G", 4 }, { match("数5G网", "5g") })
    assert.is_nil(core.match("15G网", "5g"))
  end)

  it("sees no difference of width, case, form or punctuation", function()
    assert.same({ "１５", 7 }, { match("约（１５）％", "(15)%") })
    assert.same({ "ＡＢ", 4 }, { match("数ＡＢ字", "ab") })
    assert.same({ "数\u{200B}字", 4 }, { match("甲数\u{200B}字", "数字") })
    assert.same({ "e\u{301}t", 1 }, { match("e\u{301}t", "Ét") })
    assert.same({ "统筹、协调", 1 }, { match("统筹、协调", "统筹 协调") })
    assert.is_nil(match("统筹协调", "统筹 协调"))
    assert.is_nil(match("统筹、协调", "统筹协调"))
  end)

  it("gives the whole character that the phrase is part of", function()
    assert.same({ "㍿", 4 }, { match("甲㍿乙", "式会") })
    assert.same({ "㈱", 1 }, { match("㈱", "株") })
  end)

  it("finds a phrase that repeats itself", function()
    assert.same({ "人人为我人人为你", 4 }, { match("人人人为我人人为你", "人人为我人人为你") })
    assert.equal(5, (core.match("a b a b a c", "a b a c")))
    assert.equal(1, (core.match("哈哈哈哈", "哈哈")))
    assert.equal(4, (core.match("哈哈哈哈", "哈哈", 2)))
    assert.equal(5, (core.match("a b a b c", "a b c")))
    assert.equal(4, (core.match("ははははは", "はははは", 2)))
  end)

  it("finds nothing where there is nothing to find", function()
    for _, phrase in ipairs { "", " ", "，。", "\u{200B}", "\xFF", "“”" } do
      assert.is_nil(core.match("数字，a。", phrase))
      assert.is_nil(core.match("", phrase))
    end
    assert.is_nil(core.match("", "字"))
    assert.is_nil(core.match("数", "数字"))
  end)

  it("takes as long as the text is", function()
    local text = ("数字"):rep(200000) .. "经"
    local started = os.clock()
    assert.equal(1200001, (core.match(text, "经")))
    assert.equal(1, (core.match(text, ("数字"):rep(100000))))
    assert.is_nil(core.match(text, ("数字"):rep(100000) .. "数经"))
    assert.is_nil(core.match(("a "):rep(200000), ("a "):rep(100000) .. "b"))
    assert.is_true(os.clock() - started < 4)
  end)
end)
