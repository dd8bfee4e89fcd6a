-- Prints the lexicon for the fuzzer, which has no Lua.
--   fuzz_lexicon.lua               lines `category TAB word TAB value`
--   fuzz_lexicon.lua dictionary    the words and the marks of headings in the form of libFuzzer's -dict

local lexicon = require("policy.lexicon")

local marks = {
  "一、", "（二）", "(三)", "1.", "2、", "1.1", "（1）", "①", "第一章 ", "第二条　", "第三节", "■ ", "▷", "●", "——", "【", "】", "# ", "## ",
  "专栏1", "附件", "|", "---|", "\t", "　　", "。", "：", "《", "》", "……", "〔2031〕5号", "2031年5月6日", "\r\n", "\f", "\u{FEFF}",
}

local function print_words(visit)
  for category, words in pairs(lexicon) do
    for key, word in pairs(words) do
      if type(key) == "string" then visit(category, key, tostring(word)) else visit(category, word, "") end
    end
  end
end

local function print_entry(text)
  print(('"%s"'):format(text:gsub(".", function(byte) return ("\\x%02X"):format(byte:byte()) end)))
end

if arg[1] == "dictionary" then
  for _, mark in ipairs(marks) do print_entry(mark) end
  print_words(function(_, word) print_entry(word) end)
else
  print_words(function(category, word, value) print(("%s\t%s\t%s"):format(category, word, value)) end)
end
