-- Holds exported records against answers made by hand, both as TSV files of one form: first row the column names, no
-- quoting. Rows of files that the answers do not name are left out; further columns do not count.
--
-- A record is found when an answer has the same file, line and title (a document: the same file). f1, precision and
-- recall count the found ones; the other metrics are the share of the found ones whose field is right.

local score = {}

-- What differs only in width or layout is no difference: these characters stand for each other or for nothing.
local same_character = {
  ["："] = ":", ["，"] = ",", ["（"] = "(", ["）"] = ")", ["；"] = ";", ["！"] = "!", ["？"] = "?", ["％"] = "%",
  ["．"] = ".", ["・"] = "·", ["　"] = "",
}
for digit = 0, 9 do same_character[utf8.char(0xFF10 + digit)] = tostring(digit) end

local function fold(text)
  local folded = (text or ""):gsub(utf8.charpattern, same_character):gsub("%s+", "")
  for _, ending in ipairs({ "[.:;,]+$", "。$", "——$" }) do folded = folded:gsub(ending, "") end
  return folded
end

local function split(line)
  local cells = {}
  for cell in (line .. "\t"):gmatch("([^\t]*)\t") do cells[#cells + 1] = cell end
  return cells
end

--- The rows of a TSV file as tables by column name; `file` without its folder.
---@param path string
---@return table[]|nil rows nil where there is no such file
function score.read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local names, rows = nil, {}
  for line in file:lines() do
    line = line:gsub("\r$", "")
    if not names then
      names = split(line)
    elseif line ~= "" then
      local row = {}
      for index, cell in ipairs(split(line)) do row[names[index] or index] = cell end
      row.file = row.file and row.file:match("[^/\\]*$")
      rows[#rows + 1] = row
    end
  end
  file:close()
  return rows
end

local function keep(rows, test)
  local kept = {}
  for _, row in ipairs(rows) do
    if test(row) then kept[#kept + 1] = row end
  end
  return kept
end

-- Pairs each answer with the first unpaired row of the same key, in the order of the files.
local function pair(answers, rows, key)
  local waiting, pairs_found = {}, {}
  for _, row in ipairs(rows) do
    local name = key(row)
    waiting[name] = waiting[name] or { next = 1 }
    table.insert(waiting[name], row)
  end
  for _, answer in ipairs(answers) do
    local list = waiting[key(answer)]
    if list and list[list.next] then
      pairs_found[#pairs_found + 1] = { answer = answer, row = list[list.next] }
      answer.found, list[list.next].found = true, true
      list.next = list.next + 1
    end
  end
  return pairs_found
end

local function ratio(part, whole) return whole > 0 and part / whole or 0 end

local function add_rates(result, kind, found, answers, rows)
  local precision, recall = ratio(found, #rows), ratio(found, #answers)
  if #rows == 0 and #answers == 0 then precision, recall = 1, 1 end
  local f1 = ratio(2 * precision * recall, precision + recall)
  for _, entry in ipairs({ { "f1", f1 }, { "precision", precision }, { "recall", recall } }) do
    table.insert(result, { kind = kind, metric = entry[1], value = entry[2] })
  end
end

local function add_field(result, kind, metric, pairs_found, right)
  local count = 0
  for _, entry in ipairs(pairs_found) do
    if right(entry.answer, entry.row) then
      count = count + 1
    else
      table.insert(result.misses, ("%s.%s %s:%s"):format(kind, metric, entry.answer.file, entry.answer.line or ""))
    end
  end
  table.insert(result, { kind = kind, metric = metric, value = ratio(count, #pairs_found) })
end

local function add_misses(result, kind, answers, rows)
  for label, list in pairs({ missed = answers, spurious = rows }) do
    for _, row in ipairs(list) do
      if not row.found then
        local text = ("%s %s %s:%s %s"):format(kind, label, row.file, row.line or "", row.title or "")
        table.insert(result.misses, text)
      end
    end
  end
end

local function by_fold(field)
  return function(answer, row) return fold(answer[field]) == fold(row[field]) end
end

local function by_text(field)
  return function(answer, row) return answer[field] == row[field] end
end

local function score_documents(result, answers, rows)
  local found = pair(answers, rows, function(row) return row.file end)
  add_rates(result, "documents", #found, answers, rows)
  for _, field in ipairs({ "kind", "title", "issuer", "number", "date", "publisher" }) do
    local known = keep(found, function(entry)
      return (entry.answer[field] or "") ~= "" or (entry.row[field] or "") ~= ""
    end)
    if #known > 0 then add_field(result, "documents", field, known, by_fold(field)) end
  end
  add_misses(result, "documents", answers, rows)
end

local function section_key(row) return ("%s\t%s\t%s"):format(row.file, row.line, fold(row.title)) end

local function score_sections(result, answers, rows)
  local function is_lead(row) return row.style == "lead" end
  local function is_heading(row) return row.style ~= "lead" end
  local headings, heading_rows = keep(answers, is_heading), keep(rows, is_heading)
  local found = pair(headings, heading_rows, section_key)
  add_rates(result, "sections", #found, headings, heading_rows)
  add_field(result, "sections", "level", found, by_text("level"))
  add_field(result, "sections", "number", found, by_fold("number"))
  add_field(result, "sections", "parent", found, by_text("parent_line"))
  add_misses(result, "sections", headings, heading_rows)
  local leads, lead_rows = keep(answers, is_lead), keep(rows, is_lead)
  add_rates(result, "leads", #pair(leads, lead_rows, section_key), leads, lead_rows)
  add_misses(result, "leads", leads, lead_rows)
end

--- Scores the records in folder `exported` against the answers in folder `gold`.
---@param gold string
---@param exported string
---@return table[]|nil result a list of {kind, metric, value}, with `misses`, a list of lines that name what is wrong
---@return string? message
function score.folders(gold, exported)
  local documents = score.read(gold .. "/documents.tsv")
  if not documents then return nil, ("no answers in %s: documents.tsv is missing"):format(gold) end
  local named = {}
  for _, answer in ipairs(documents) do named[answer.file] = true end
  local result = { misses = {} }
  for name, scored in pairs({ documents = score_documents, sections = score_sections }) do
    local rows = keep(score.read(exported .. "/" .. name .. ".tsv") or {}, function(row) return named[row.file] end)
    scored(result, score.read(gold .. "/" .. name .. ".tsv") or {}, rows)
  end
  table.sort(result, function(a, b)
    return a.kind .. " " .. a.metric < b.kind .. " " .. b.metric
  end)
  table.sort(result.misses)
  return result
end

return score
