-- Documents given by their lines, and their outline as one reads it.

local policy = require("policy")

local document = {}

--- The document that has these lines (a list, or one text).
---@param lines string[]|string
---@param lexicon table?
---@return policy.document
function document.of(lines, lexicon)
  local text = type(lines) == "table" and table.concat(lines, "\n") .. "\n" or lines
  return assert(policy.analyze(text, { file = "lines.txt", lexicon = lexicon }))
end

--- One section as a line: its number and its title, then <runin> or <lead> unless it stands alone.
function document.entry(section)
  local style = section.style ~= "heading" and "<" .. section.style .. ">" or nil
  local words = { section.number or "", section.title or "", style or "" }
  return (table.concat(words, " "):gsub("^ +", ""):gsub(" +$", ""):gsub("  +", " "))
end

--- The outline of a document, or of lines: an entry for each section, two spaces deeper for each level.
---@return string[]
function document.outline(source, lexicon)
  local list = {}
  local sections = (source.sections and source or document.of(source, lexicon)).sections
  for i, section in ipairs(sections) do list[i] = ("  "):rep(section.level - 1) .. document.entry(section) end
  return list
end

--- The kinds of the lines that are not blank, in order.
---@return string[]
function document.kinds(lines, lexicon)
  local list = {}
  for i, paragraph in ipairs(document.of(lines, lexicon).paragraphs) do list[i] = paragraph.kind end
  return list
end

--- The lines that are of a kind.
---@return string[]
function document.lines_of_kind(lines, kind)
  local list = {}
  for _, paragraph in ipairs(document.of(lines).paragraphs) do
    if paragraph.kind == kind then list[#list + 1] = paragraph.text end
  end
  return list
end

return document
