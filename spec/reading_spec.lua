-- Reading: bytes in, text and places out. Whatever the encoding and the line ends, a place is that of the file on disk;
-- what is no text is refused with file, byte and reason.

local folder = require("folder")
local policy = require("policy")
local shell = require("shell")

local path

before_each(function() path = folder.make() end)
after_each(function() folder.remove(path) end)

-- {== Encodings, written out here so that nothing is held against itself ==}

local function utf16(text, little)
  local unit = little and "<I2" or ">I2"
  return (text:gsub(utf8.charpattern, function(character)
    local code = utf8.codepoint(character)
    if code < 0x10000 then return unit:pack(code) end
    code = code - 0x10000
    return unit:pack(0xD800 + (code >> 10)) .. unit:pack(0xDC00 + (code & 0x3FF))
  end))
end

local function utf16_little(text) return utf16(text, true) end

local function utf16_big(text) return utf16(text, false) end

local function unchanged(text) return text end

local gb_of = {}

local function gb18030(text)
  if not gb_of[text] then
    local file = path .. "/utf-8"
    shell.write(file, text)
    gb_of[text] = shell.check(shell.line("iconv", "-f", "UTF-8", "-t", "GB18030", file))
  end
  return gb_of[text]
end

local encodings = {
  { name = "UTF-8", mark = "", encode = unchanged },
  { name = "UTF-8", mark = "\xEF\xBB\xBF", encode = unchanged },
  { name = "UTF-16LE", mark = "\xFF\xFE", encode = utf16_little },
  { name = "UTF-16BE", mark = "\xFE\xFF", encode = utf16_big },
  { name = "GB18030", mark = "", encode = gb18030 },
}

-- ==}

-- A plan with characters of one to four bytes, in every encoding, before and in what has a place.
local lines = {
  "青禾县农村饮水安全规划",
  "",
  "第一章　总则",
  "　　𠀀水河沿岸㐀村先行供水，ＰＨ值、pH值每月检测。",
  "  （一）水源保护",
  "划定保护区，设立界桩。",
  "\t(二)管网改造 ",
  "更换老旧管道，减少漏损，café 与 ½ 处同样适用。",
  "第二章　监督",
  "公开水质，接受村民监督。",
}

local line_ends = { LF = "\n", CRLF = "\r\n", CR = "\r" }

-- Where each line starts in the file, and the file.
local function encoded(encoding, line_end, final)
  local bytes, starts = encoding.mark, {}
  for i, line in ipairs(lines) do
    starts[i] = #bytes
    bytes = bytes .. encoding.encode(line)
    if i < #lines or final then bytes = bytes .. encoding.encode(line_end) end
  end
  return bytes, starts
end

local function first_characters(text, count) return text:sub(1, utf8.offset(text, count + 1) - 1) end

-- Slices the file's own bytes at each place and finds there what the record says.
local function places_hold(document, bytes, starts, encode)
  for _, paragraph in ipairs(document.paragraphs) do
    assert.equal(lines[paragraph.line], paragraph.text)
    assert.equal(starts[paragraph.line], paragraph.byte)
    local written = encode(paragraph.text)
    assert.equal(written, bytes:sub(paragraph.byte + 1, paragraph.byte + #written))
  end
  for _, section in ipairs(document.sections) do
    local written, line = encode(section.number), lines[section.line]
    assert.equal(written, bytes:sub(section.byte + 1, section.byte + #written))
    assert.equal(starts[section.line] + #encode(first_characters(line, section.column - 1)), section.byte)
    assert.equal(line:find(section.number, 1, true), #first_characters(line, section.column - 1) + 1)
  end
end

describe("places", function()
  for _, encoding in ipairs(encodings) do
    for name, line_end in pairs(line_ends) do
      local label = ("%s%s with %s"):format(encoding.name, encoding.mark ~= "" and " with mark" or "", name)
      it("are those of the file in " .. label, function()
        for _, final in ipairs { true, false } do
          local bytes, starts = encoded(encoding, line_end, final)
          local file = folder.write(path .. "/plan.txt", bytes)
          local document = assert(policy.read(file))
          assert.equal(encoding.name, document.encoding)
          assert.equal(#bytes, document.size)
          assert.equal(#lines, document.lines)
          assert.equal(9, #document.paragraphs)
          assert.equal(4, #document.sections)
          assert.equal("青禾县农村饮水安全规划", document.title)
          assert.equal(3, document.sections[2].column)
          assert.equal(2, document.sections[3].column)
          places_hold(document, bytes, starts, encoding.encode)
        end
      end)
    end
  end

  it("are the same from a corpus, a file and a text", function()
    local bytes = encoded(encodings[5], "\r\n", true)
    local file = folder.write(path .. "/plan.txt", bytes)
    local corpus <close> = assert(policy.open(":memory:"))
    assert(corpus:import(file))
    local read, analyzed = assert(policy.read(file)), assert(policy.analyze(bytes, { file = file }))
    for i, section in ipairs(corpus.sections) do
      for _, other in ipairs { read.sections[i], analyzed.sections[i] } do
        assert.same({ section.line, section.column, section.byte, section.source },
          { other.line, other.column, other.byte, other.source })
      end
    end
    assert.equal(file .. ":7:2", corpus.sections[3].source)
  end)

  it("count characters, not bytes, nor columns of a screen", function()
    local document = assert(policy.analyze("桥梁养护办法\n\n　\u{200B} 第一条　为了养护桥梁，制定本办法。\n"))
    assert.equal(4, document.sections[1].column)
    assert.equal(#"桥梁养护办法\n\n　\u{200B} ", document.sections[1].byte)
    assert.equal(26, document.characters)
  end)
end)

describe("line ends", function()
  local function line_numbers(text)
    local numbers = {}
    for i, paragraph in ipairs(assert(policy.analyze(text)).paragraphs) do numbers[i] = paragraph.line end
    return numbers
  end

  it("may be LF and CRLF in one file", function()
    assert.same({ 1, 2, 4 }, line_numbers("开放图书馆。\r\n延长时间。\n\r\n增设席位。"))
  end)

  it("are CR where the file has no LF; else a CR is a character of its line", function()
    assert.same({ 1, 2, 4 }, line_numbers("开放图书馆。\r延长时间。\r\r增设席位。\r"))
    local document = assert(policy.analyze("开放图书馆。\r延长时间。\n增设席位。\n"))
    assert.equal(2, document.lines)
    assert.equal("开放图书馆。\r延长时间。", document.paragraphs[1].text)
    assert.equal(17, document.characters)
  end)

  it("are no form feeds, nor what else Unicode takes for a line's end", function()
    local text = "一、总则\n依法护林。\n\f二、防火\n严控火源。\v一日一报。\u{2028}一周一评。\u{85}\n"
    local document = assert(policy.analyze(text))
    assert.equal(4, document.lines)
    assert.same({ "二", 3, 2, 3 }, { document.sections[2].number, document.sections[2].line,
      document.sections[2].column, document.sections[2].first_line })
    assert.equal("严控火源。\v一日一报。\u{2028}一周一评。\u{85}", document.paragraphs[4].text)
  end)

  it("need not stand at the end", function()
    assert.equal(1, assert(policy.analyze("种树护林。")).lines)
    assert.equal(1, assert(policy.analyze("种树护林。\n")).lines)
    assert.equal(2, assert(policy.analyze("种树护林。\n\n")).lines)
  end)
end)

describe("a file with nothing in it", function()
  it("is a document without paragraphs", function()
    for _, bytes in ipairs { "", "\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF" } do
      local document = assert(policy.read(folder.write(path .. "/empty.txt", bytes)))
      assert.same({ 0, 0, 0, 0 }, { document.lines, document.characters, #document.paragraphs, #document.sections })
      assert.is_nil(document.title)
      assert.equal(#bytes, document.size)
    end
  end)

  it("may have blank lines", function()
    local document = assert(policy.read(folder.write(path .. "/blank.txt", "\n \t\r\n　　\n\f\n\u{200B}")))
    assert.same({ 5, 0, 0 }, { document.lines, #document.paragraphs, #document.sections })
    assert.is_nil(document.title)
  end)

  it("is imported like any other", function()
    folder.write(path .. "/a.txt", "")
    folder.write(path .. "/b.txt", "\n\n")
    local corpus <close> = assert(policy.open(":memory:"))
    local summary = assert(corpus:import(path))
    assert.same({ 2, 0, 2 }, { summary.imported, #summary.failed, #corpus.documents })
  end)
end)

describe("GB18030", function()
  it("is told from few characters", function()
    for bytes, text in pairs { ["\xD2\xBB\xA1\xA2\xD7\xDC\xD4\xF2"] = "一、总则", ["\xC7\xB0\xD1\xD4"] = "前言" } do
      local document = assert(policy.analyze(bytes))
      assert.equal("GB18030", document.encoding)
      assert.equal(text, document.paragraphs[1].text)
    end
  end)

  it("has characters of four bytes", function()
    local document = assert(policy.analyze("\x95\x32\x82\x36\x81\x39\xEE\x39\xCB\xAE\xB3\xA7\xB9\xA9\xCB\xAE\xA1\xA3"))
    assert.equal("𠀀㐀水厂供水。", document.paragraphs[1].text)
    assert.equal(7, document.characters)
  end)

  it("has rare characters and Latin letters beside common ones", function()
    local text = "镕堃喆珺等代表建议：PM2.5浓度与O3浓度同步公布，ü、é 亦不例外。"
    assert.equal(text, assert(policy.analyze(gb18030(text))).paragraphs[1].text)
  end)
end)

-- {== Refusals ==}

-- What policy.analyze, policy.read and an import say of bytes that they refuse, once they say the same.
local function refusal(bytes)
  local document, message, code = policy.analyze(bytes, { file = "dams.txt" })
  if document then error("was read as " .. document.encoding, 2) end
  assert.equal("EILSEQ", code)
  local byte, reason = message:match("^dams%.txt: byte (%d+): (.+)$")
  byte = tonumber(byte)
  assert.is_truthy(byte, message)

  local file = folder.write(path .. "/dams.txt", bytes)
  local read, read_message, read_code = policy.read(file)
  assert.is_nil(read)
  assert.same({ ("%s: byte %d: %s"):format(file, byte, reason), "EILSEQ" }, { read_message, read_code })

  local corpus <close> = assert(policy.open(":memory:"))
  local failure = assert(corpus:import(file)).failed[1]
  assert.same({ file, "EILSEQ", byte }, { failure.file, failure.code, failure.byte })
  assert.is_truthy(failure.message:find(reason, 1, true))
  return byte, reason
end

local function refused_at(byte, word, bytes)
  local at, reason = refusal(bytes)
  assert.equal(byte, at)
  assert.is_truthy(reason:find(word, 1, true), reason)
end

describe("a refusal names file, byte and reason for", function()
  local sentence = "加固水库大坝，疏浚灌区渠道。\n"

  it("NUL bytes", function()
    refused_at(#sentence, "NUL", sentence .. "\0" .. sentence)
    refused_at(#sentence + 3, "NUL", "\xEF\xBB\xBF" .. sentence .. "\0")
    refused_at(0, "NUL", "\0")
    refused_at(#gb18030(sentence), "NUL", gb18030(sentence) .. "\0")
    refused_at(2 + #utf16_big(sentence), "NUL", "\xFE\xFF" .. utf16_big(sentence .. "\0" .. sentence))
  end)

  it("UTF-16 without a byte-order mark", function()
    local _, reason = refusal(utf16_little("water: " .. sentence))
    assert.is_truthy(reason:find("UTF-16", 1, true), reason)
  end)

  it("UTF-8 that breaks in the middle", function()
    refused_at(#sentence, "UTF-8", sentence .. "\xFF" .. sentence)
    refused_at(#sentence, "UTF-8", sentence .. "\xC0\xAF" .. sentence) -- / in two bytes
    refused_at(#sentence, "UTF-8", sentence .. "\xED\xA0\x80" .. sentence) -- a surrogate
    refused_at(#sentence, "UTF-8", sentence .. "\xF4\x90\x80\x80" .. sentence) -- beyond U+10FFFF
    refused_at(3 + #sentence, "UTF-8", "\xEF\xBB\xBF" .. sentence .. "\x80" .. sentence)
  end)

  it("UTF-8 that is cut off", function()
    refused_at(#sentence, "UTF-8", sentence .. "\xE5")
    refused_at(#sentence, "UTF-8", sentence .. "\xE5\xA4")
    refused_at(#sentence, "UTF-8", sentence .. "\xF0\xA0\x80")
  end)

  it("unpaired surrogates", function()
    for _, encoding in ipairs { encodings[3], encodings[4] } do
      local unit = encoding.mark == "\xFF\xFE" and "<I2" or ">I2"
      local high, low, letter = unit:pack(0xD840), unit:pack(0xDC00), unit:pack(0x6C34)
      local begin = encoding.mark .. encoding.encode(sentence)
      refused_at(#begin, "surrogate", begin .. high) -- at the end
      refused_at(#begin, "surrogate", begin .. high .. letter) -- before another character
      refused_at(#begin, "surrogate", begin .. high .. high .. low) -- before another high one
      refused_at(#begin, "surrogate", begin .. low .. letter) -- a low one by itself
      refused_at(#begin + 4, "surrogate", begin .. high .. low .. low)
      assert.is_truthy(policy.analyze(begin .. high .. low .. letter))
    end
  end)

  it("half a character of UTF-16", function()
    local begin = "\xFF\xFE" .. utf16_little(sentence)
    refused_at(#begin, "UTF-16", begin .. "\x34")
    refused_at(2, "UTF-16", "\xFF\xFE\x34")
  end)

  it("half a character of GB18030", function()
    local begin = gb18030(sentence)
    assert.equal(#begin, (refusal(begin .. "\xCB")))
    assert.equal(#begin, (refusal(begin .. "\x95\x32\x82")))
  end)
end)

describe("not taken for GB18030 is", function()
  it("Big5, Shift-JIS, Latin-1", function()
    -- 本府為推動農村醫療照護…… in Big5
    refusal("\xA5\xBB\xA9\xB2\xAC\xB0\xB1\xC0\xB0\xCA\xB9\x41\xA7\xF8\xC2\xE5\xC0\xF8\xB7\xD3\xC5\x40\xA1\x41\xB1\x4E"
      .. "\xA9\xF3\xA4\xB5\xA6\x7E\xBC\x57\xB3\x5D\xA8\xB5\xB0\x6A\xB6\x45\xC0\xF8\xAF\xB8\xA1\x41\xA8\xC3\xB8\xC9"
      .. "\xA7\x55\xB0\xBE\xBB\xB7\xA6\x61\xB0\xCF\xA9\x7E\xA5\xC1\xA4\xA7\xA5\xE6\xB3\x71\xB6\x4F\xA5\xCE\xA1\x43")
    -- この計画は…… in Shift-JIS
    refusal("\x82\xB1\x82\xCC\x8C\x76\x89\xE6\x82\xCD\x81\x41\x92\x6E\x88\xE6\x82\xCC\x88\xE3\x97\xC3\x82\xC6\x89\xEE"
      .. "\x8C\xEC\x82\xF0\x82\xC2\x82\xC8\x82\xAC\x81\x41\x8F\x5A\x96\xAF\x82\xAA\x88\xC0\x90\x53\x82\xB5\x82\xC4"
      .. "\x95\xE9\x82\xE7\x82\xB9\x82\xE9\x82\xDC\x82\xBF\x82\xF0\x82\xC2\x82\xAD\x82\xE9\x82\xE0\x82\xCC\x82\xC5"
      .. "\x82\xA0\x82\xE9\x81\x42")
    refusal("Les \xE9coles r\xE9nov\xE9es sont \xE9quip\xE9es de biblioth\xE8ques; la qualit\xE9 de l'air est suivie.")
    refusal("Die Gemeinden f\xF6rdern \xD6ffis, R\xE4der und F\xE4hren f\xFCr alle B\xFCrger.")
  end)

  it("noise", function()
    local state = 20250417
    for size = 16, 1024, 16 do
      local bytes = {}
      for i = 1, size do
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        bytes[i] = string.char(1 + (state >> 12) % 255)
      end
      assert.is_nil(policy.analyze(table.concat(bytes)), "noise of " .. size .. " bytes")
    end
  end)

  it("UTF-8 with one damaged byte", function()
    local text = "乡镇卫生院配齐全科医生，村卫生室实现互联网问诊。"
    for at = 1, #text do
      for _, byte in ipairs { "\xFF", "\x80", "\xB0", "\xD6", "\xE4", " ", "A" } do
        local damaged = text:sub(1, at - 1) .. byte .. text:sub(at + 1)
        local length, place = utf8.len(damaged)
        if not length then
          local document, message = policy.analyze(damaged, { file = "clinic.txt" })
          assert.is_nil(document, ("byte %d changed to 0x%02X"):format(at - 1, byte:byte()))
          assert.equal(place - 1, tonumber(message:match("^clinic%.txt: byte (%d+): ")))
        end
      end
    end
  end)

  it("UTF-8 without one of its bytes", function()
    local text = "公交线路延伸到新建小区，末班车延后一小时，换乘优惠照旧。"
    for at = 1, #text do
      local damaged = text:sub(1, at - 1) .. text:sub(at + 1)
      assert.is_nil(policy.analyze(damaged), ("without byte %d"):format(at - 1))
    end
  end)
end)

describe("the system's refusals", function()
  local function system_refusal(file)
    local document, message, code = policy.read(file)
    assert.is_nil(document)
    assert.equal(file .. ": ", message:sub(1, #file + 2))
    assert.is_nil(message:find("byte %d"))
    assert.is_true(#message > #file + 2)
    return code
  end

  it("name a file that is missing", function() assert.equal("ENOENT", system_refusal(path .. "/none.txt")) end)

  it("name a folder where a file is expected", function() assert.equal("EISDIR", system_refusal(path)) end)

  it("name a file that may not be read", function()
    local file = folder.write(path .. "/secret.txt", "一、总则\n")
    shell.check(shell.line("chmod", "000", file))
    if io.open(file) then
      pending("not tried: this user (root) may read any file")
      return
    end
    assert.equal("EACCES", system_refusal(file))
  end)
end)

describe("a file of more than 512 MiB", function()
  it("is refused without being read", function()
    local file = path .. "/large.txt"
    shell.check(shell.line("truncate", "-s", tostring(512 * 1024 * 1024 + 1), file))
    local begin = os.clock()
    local document, message = policy.read(file)
    assert.is_nil(document)
    assert.equal(file .. ": ", message:sub(1, #file + 2))
    assert.is_truthy(message:find("512 MiB", 1, true), message)
    local corpus <close> = assert(policy.open(":memory:"))
    local summary = assert(corpus:import(path))
    assert.same({ 0, 1, file }, { summary.imported, #summary.failed, summary.failed[1].file })
    assert.is_true(os.clock() - begin < 0.2)
  end)
end)

-- ==}

-- {== Size ==}

describe("time grows with the size of", function()
  local function seconds(text)
    local begin = os.clock()
    assert(policy.analyze(text))
    return os.clock() - begin
  end

  -- Four times the text in at most ten times the time; what is quadratic takes sixteen times. What else the machine
  -- does may spoil a measurement, so it is made again before it counts.
  local function linear(make, size)
    local small, large = make(size), make(size * 4)
    local least, most
    for _ = 1, 4 do
      least, most = math.max(least or 0, seconds(small)), math.min(most or math.huge, seconds(large))
      if most <= least * 10 + 0.01 then return end
    end
    error(("%.4f s, then %.4f s"):format(least, most), 2)
  end

  local function repeated(piece, finish)
    return function(size) return piece:rep(size // #piece) .. (finish or "") end
  end

  local one_line = {
    "种", "一", "1", "(", "（", "《", "“", "：", "、", "，", "。", "年", "|", ".", "…", "#", "*", "—", "■", "●", "第", " ",
    "　", "a ", "\t", "12.", "2025年", "第一", "(一)", "\u{301}", "\u{200D}", "号〔", "目录", "附件", "关于", "印发",
  }
  it("one line of anything", function()
    for _, piece in ipairs(one_line) do linear(repeated(piece), 12000) end
  end)

  it("many lines of anything", function()
    for _, piece in ipairs(one_line) do linear(repeated(piece .. "\n"), 3000) end
  end)

  it("a document with many headings", function()
    linear(function(size)
      local list = {}
      for i = 1, size do list[i] = ("%d. 整治第%d条河\n清淤护岸。\n"):format(i % 900 + 1, i) end
      return "一、河道\n" .. table.concat(list)
    end, 1500)
  end)

  it("a document with many kinds of marks, each in the other", function()
    local marks = { "一、", "（一）", "1.", "(1)", "①", "■", "●", "第一章　", "第一节　", "A.", "【专项】", "专栏1　", "——" }
    linear(function(size)
      local list = {}
      for i = 1, size do list[i] = marks[i * 7 % #marks + 1] .. "改造老旧小区\n" end
      return table.concat(list)
    end, 2500)
  end)

  it("a long table of contents", function()
    linear(function(size)
      local list = { "目录\n" }
      for i = 1, size do list[#list + 1] = ("第%d节　支线%d号公路…………%d\n"):format(i, i, i) end
      for i = 1, size do list[#list + 1] = ("第%d节　支线%d号公路\n按二级标准施工。\n"):format(i, i) end
      return table.concat(list)
    end, 800)
  end)

  it("many tables of contents, none of which begins", function()
    linear(repeated("目录\n养老\n托育\n"), 20000)
    linear(repeated("1 种植\n1 养殖\n1 加工\n"), 20000)
  end)

  it("a page header on every page", function()
    linear(function(size)
      local list = {}
      for i = 1, size do list[i] = ("湿地保护规划\n- %d -\n退耕还湿，补水保湿。\n\f"):format(i) end
      return table.concat(list)
    end, 800)
  end)
end)

describe("a large document", function()
  it("may be one line of 5 MB", function()
    local sentence = "推进垃圾分类，建设无废城市。"
    local text = sentence:rep(5000000 // #sentence)
    local document = assert(policy.analyze(text))
    assert.same({ 1, 1, utf8.len(text) }, { document.lines, #document.paragraphs, document.characters })
  end)

  it("may have 50,000 headings", function()
    local list = {}
    for i = 1, 50000 do list[i] = ("# 干渠%d"):format(i) end
    local document = assert(policy.analyze(table.concat(list, "\n")))
    assert.same({ 50000, 50000 }, { document.lines, #document.sections })
    assert.equal("干渠49999", document.sections[49999].title)
  end)

  it("may have 50,000 lines in its table of contents", function()
    local list = { "目录" }
    for i = 1, 50000 do list[#list + 1] = ("支渠%d……%d"):format(i, i) end
    list[#list + 1] = "一、干渠"
    list[#list + 1] = "全线衬砌，四季通水。"
    local document = assert(policy.analyze(table.concat(list, "\n")))
    assert.same({ 50003, 1 }, { document.lines, #document.sections })
    assert.equal("contents", document.paragraphs[50001].kind)
  end)
end)

-- ==}

