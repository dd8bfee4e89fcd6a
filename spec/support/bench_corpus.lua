-- Generates the documents that `make bench` measures with: as many megabytes as asked for, always the same ones.
--
-- Sentences and headings of the sample documents are shuffled into new documents of 20 to 60 KB with a numbered
-- outline; numbers are drawn anew, so that hardly any two lines are the same.

local lfs = require("lfs")

local bench_corpus = {}

local seed = 20211017
local chinese_digits = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十" }
local sources = { txt = true, md = true }

-- The marks that open a heading, as patterns; characters of several bytes stand alone in them, never in a set.
local marks = { "^#+%s+", "^%d+%.%s*", "^%d+、", "^■%s*", "^▷%s*" }
for _, digit in ipairs(chinese_digits) do
  marks[#marks + 1] = "^（" .. digit .. "）"
  marks[#marks + 1] = "^%(" .. digit .. "%)"
  marks[#marks + 1] = "^" .. digit .. "、"
end

-- The text of a heading without its mark, nil for a line that opens with none.
local function heading_text(line)
  for _, mark in ipairs(marks) do
    local rest, count = line:gsub(mark, "", 1)
    if count > 0 then return (rest:gsub("。.*$", "")) end
  end
end

-- Splits behind 。 and keeps it.
local function add_sentences(pool, line)
  for sentence in line:gmatch(".-。") do pool[#pool + 1] = sentence end
end

local function add_line(pools, line)
  line = line:gsub("\r$", ""):gsub("　", "")
  local heading = heading_text(line)
  if heading and heading ~= "" and #heading < 120 then
    table.insert(pools.headings, heading)
  else
    add_sentences(pools.sentences, line)
  end
end

local function read_pools(folder)
  local names, pools = {}, { headings = {}, sentences = {} }
  for name in lfs.dir(folder) do
    if sources[name:match("%.(%w+)$")] then names[#names + 1] = name end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    local file <close> = assert(io.open(folder .. "/" .. name, "rb"))
    local text = file:read("a")
    if utf8.len(text) then
      for line in text:gmatch("[^\n]+") do add_line(pools, line) end
    end
  end
  assert(#pools.headings > 20 and #pools.sentences > 100, "too little text in " .. folder)
  return pools
end

local function pick(pool) return pool[math.random(#pool)] end

local function other_number(digits)
  if #digits > 9 then return digits end
  local least = math.tointeger(10 ^ (#digits - 1))
  return tostring(math.random(least, 10 * least - 1))
end

local function paragraph(pools)
  local sentences = {}
  for index = 1, math.random(1, 6) do sentences[index] = pick(pools.sentences):gsub("%d+", other_number) end
  return table.concat(sentences)
end

local function document(pools, index)
  local size, wanted, lines = 0, math.random(20, 60) * 1000, {}
  local function add(line)
    lines[#lines + 1] = line
    size = size + #line + 1
  end
  add(("%s实施方案（%d）"):format(pick(pools.headings), index))
  add(("岭政发〔%d〕%d号"):format(math.random(2015, 2035), index))
  local chapter = 0
  while size < wanted do
    chapter = chapter + 1
    add(("%s、%s"):format(chinese_digits[(chapter - 1) % 10 + 1], pick(pools.headings)))
    for part = 1, math.random(2, 5) do
      add(("（%s）%s"):format(chinese_digits[part], pick(pools.headings)))
      for item = 1, math.random(0, 4) do add(("%d.%s。%s"):format(item, pick(pools.headings), paragraph(pools))) end
      for _ = 1, math.random(1, 4) do add(paragraph(pools)) end
    end
  end
  lines[#lines + 1] = ""
  return table.concat(lines, "\n")
end

--- Makes folder `target` hold `megabytes` of documents made from those in `source`. What is there already is kept when
--- it was made from the same.
---@return integer bytes
---@return integer files
function bench_corpus.make(source, target, megabytes)
  local pools = read_pools(source)
  math.randomseed(seed)
  lfs.mkdir(target)
  local bytes, files = 0, 0
  while bytes < megabytes * 1000000 do
    files = files + 1
    local text = document(pools, files)
    bytes = bytes + #text
    local path = ("%s/%05d.txt"):format(target, files)
    if lfs.attributes(path, "size") ~= #text then
      local file <close> = assert(io.open(path, "wb"))
      assert(file:write(text))
    end
  end
  return bytes, files
end

return bench_corpus
