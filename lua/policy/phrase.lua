--- Phrases: what a user searches for, as FTS5 understands it and as it stands in a text.
--
-- The index narrows, the text decides. FTS5 gives every paragraph with the phrase's tokens in a row; each is then
-- looked at, which tells where the phrase stands, and makes the punctuation in and around it count.

local core = require "policy.core"

local phrase = {}

local PAGE = 64 -- paragraphs fetched at once
local NEAR = 10 -- characters that may stand between two terms that are to be near each other
local ASKED = 64 -- tokens of one term that the index is asked for; about further ones the text decides

-- White space beyond ASCII: no-break, general punctuation's spaces, the ideographic space.
local SPACES = { ["\u{A0}"] = true, ["\u{202F}"] = true, ["\u{205F}"] = true, ["\u{3000}"] = true }
for code = 0x2000, 0x200A do SPACES[utf8.char(code)] = true end

local QUOTES = { ['"'] = '"', ["“"] = "”" }

local function character(text, at)
  return text:match("^[\xC2-\xF4][\x80-\xBF]+", at) or text:sub(at, at)
end

local function word_end(query, at)
  while at <= #query do
    local char = character(query, at)
    if QUOTES[char] or SPACES[char] or char:find("^%s") then break end
    at = at + #char
  end
  return at
end

-- Cuts a query into pieces: words between white space, and what stands in "…" or “…”, spaces and all. A quote that is
-- not closed reaches to the end.
local function pieces(query)
  local list, at = {}, 1
  while at <= #query do
    local char = character(query, at)
    if QUOTES[char] then
      local first, last = query:find(QUOTES[char], at + #char, true)
      list[#list + 1] = { text = query:sub(at + #char, (first or #query + 1) - 1), quoted = true }
      at = (last or #query) + 1
    elseif SPACES[char] or char:find("^%s") then
      at = at + #char
    else
      local stop = word_end(query, at)
      list[#list + 1] = { text = query:sub(at, stop - 1) }
      at = stop
    end
  end
  return list
end

--- A string of FTS5's query language. Every piece of user text that reaches MATCH goes through here.
---@param text string
---@return string
function phrase.quote(text)
  return '"' .. text:gsub('"', '""') .. '"'
end

---@class policy.phrase.term
---@field text string
---@field folded string
---@field tokens boolean   It has a letter, digit or CJK character, so that the index can help.
---@field whole boolean    It is one run of CJK characters or one word: the index finds it and nothing else.
---@field lead string      What stands before its first token, folded.
---@field tail string      What stands behind its last one, folded.
---@field match string     The term in FTS5's query language.
---@field near boolean?    It is to stand near the term before it.

-- The stretches of a text in which tokens overlap: each run of CJK characters, each other word.
local function stretches(tokens)
  local list = {}
  for _, token in ipairs(tokens) do
    local last = list[#list]
    if last and token.start <= last.finish then
      last.finish = math.max(last.finish, token.finish)
    else
      list[#list + 1] = { start = token.start, finish = token.finish }
    end
  end
  return list
end

-- A CJK character by itself is no token where another one follows it: it is looked for as the start of a token. Twice
-- in a row, such a character makes two tokens, any other word makes one.
local function stands_alone(text)
  return #core.tokens(text) == 1 and #core.tokens(text .. text) == 2
end

-- What a term is made of shows when it is folded: ⑴ is a word in brackets.
local function new_term(text)
  local folded = core.fold(text)
  local tokens = core.tokens(folded)
  local term = { text = text, folded = folded, tokens = #tokens > 0 }
  if not term.tokens then return term end
  term.lead = folded:sub(1, tokens[1].start - 1)
  term.tail = folded:sub(tokens[#tokens].finish + 1)
  tokens = table.move(tokens, 1, ASKED, 1, {})
  local list = stretches(tokens)
  local first, last = list[1], list[#list]
  term.whole = #list == 1 and first.start == 1 and last.finish == #folded
  term.match = phrase.quote(folded:sub(first.start, last.finish))
  if stands_alone(folded:sub(last.start, last.finish)) then term.match = term.match .. " *" end
  return term
end

-- A phrase stands in a text where its folded form stands in the folded text, words whole at its ends. What folding
-- makes of one character can be several (⑴ is "(1)"), so places are mapped back from the folded text to the characters.

local function is_inside(text, at)
  return text:find("^[\x80-\xBF]", at) ~= nil
end

-- The last byte of the character that starts at or before byte `at`, and its first one.
local function character_end(text, at)
  while is_inside(text, at + 1) do at = at + 1 end
  return at
end

local function character_start(text, at)
  while at > 1 and is_inside(text, at) do at = at - 1 end
  return at
end

-- The last byte of the character with which the folded text, from `at` on, comes to be `length` bytes long.
local function covering(text, at, length)
  local low, high = at, #text
  while low < high do
    local middle = (low + high) // 2
    local stop = character_end(text, middle)
    if #core.fold(text:sub(at, stop)) >= length then high = middle else low = stop + 1 end
  end
  return character_end(text, math.min(low, #text))
end

-- Where a folded term stands between two bytes of the text, not before `at`.
local function find_folded(text, folded_term, at, first, last)
  local slice = text:sub(first, last)
  local folded = core.fold(slice)
  local found, found_end = folded:find(folded_term, 1, true)
  while found do
    local start = character_start(slice, covering(slice, 1, found)) + first - 1
    if start >= at then return start, covering(slice, 1, found_end) + first - 1 end
    found, found_end = folded:find(folded_term, found + 1, true)
  end
end

-- Characters before `first` and behind `last` that fold to as much as a term has around its tokens.
local function widen(text, first, last, term)
  local before, after = #term.lead, #term.tail
  while before > 0 and first > 1 do
    local stop = first - 1
    first = character_start(text, stop)
    before = before - #core.fold(text:sub(first, stop))
  end
  while after > 0 and last < #text do
    local start = last + 1
    last = character_end(text, start)
    after = after - #core.fold(text:sub(start, last))
  end
  return first, last
end

--- The first place at or after byte `at`, and not after byte `last`, where a term stands: its first and last byte.
---@param text string
---@param term policy.phrase.term
---@param at integer
---@param last integer
---@return integer? start
---@return integer? finish
function phrase.find(text, term, at, last)
  if not term.tokens then
    -- A character has at most four bytes, so nothing that starts by `last` reaches further; but for invisible ones.
    local stop = character_end(text, math.min(#text, last + 4 * #term.folded))
    local start, finish = find_folded(text, term.folded, at, at, stop)
    if start and start <= last then return start, finish end
    return nil
  end
  local from = at
  while from <= last do
    local start, finish = core.match(text, term.text, from)
    if not start or start > last then return nil end
    if term.whole then return start, finish end
    local first, stop = find_folded(text, term.folded, at, widen(text, start, finish, term))
    if first then return first, stop end
    from = character_end(text, start) + 1
  end
end

-- Whether no more than NEAR characters stand between two places, whichever comes first.
local function are_near(text, one, other)
  if other.start < one.start then one, other = other, one end
  local between = text:sub(one.finish + 1, math.min(other.start - 1, one.finish + 4 * (NEAR + 1)))
  return (utf8.len(between) or #between) <= NEAR
end

local function next_place(text, term, at)
  local start, finish = phrase.find(text, term, at, #text)
  return start and { start = start, finish = finish }
end

-- The first place of one of two terms that stand near each other.
local function find_near(text, before, term)
  local one, other = next_place(text, before, 1), next_place(text, term, 1)
  while one and other and not are_near(text, one, other) do
    if one.start < other.start then
      one = next_place(text, before, one.finish + 1)
    else
      other = next_place(text, term, other.finish + 1)
    end
  end
  if not one or not other then return nil end
  if other.start < one.start then one = other end
  return one.start, one.finish
end

-- The place that stands for the term number `i`, or nil where it is missing or too far from the one before it.
local function find_term(text, terms, i)
  if terms[i].near then return find_near(text, terms[i - 1], terms[i]) end
  if terms[i + 1] and terms[i + 1].near then return find_near(text, terms[i], terms[i + 1]) end
  return phrase.find(text, terms[i], 1, #text)
end

--- The first place of the first of some terms in a text that has all of them, or nil where one is missing.
---@param text string
---@param terms policy.phrase.term[]
---@return integer? start
---@return integer? finish
function phrase.find_all(text, terms)
  local start, finish
  for i = 1, #terms do
    local first, last = find_term(text, terms, i)
    if not first then return nil end
    if not start or first < start then start, finish = first, last end
  end
  return start, finish
end

--- Whether a text has all terms: phrase.find_all without the place, which takes longer to tell.
---@param text string
---@param terms policy.phrase.term[]
---@return boolean
function phrase.holds_all(text, terms)
  for i, term in ipairs(terms) do
    local holds
    if term.tokens or term.near then
      holds = find_term(text, terms, i)
    else
      holds = core.fold(text):find(term.folded, 1, true)
    end
    if not holds then return false end
  end
  return true
end

---------------------------------------------------------------------------------------------------------- queries

---@class policy.phrase.plan
---@field terms policy.phrase.term[]
---@field match string?    FTS5 expression that holds for every paragraph with all terms; nil: the index cannot help.
---@field exact boolean    It holds for no other.
---@field empty boolean    No paragraph can have all terms.

-- NEAR between two terms joins them; anywhere else, or in quotes, it is a word. A term that comes again asks for
-- nothing more.
local function terms_of(query)
  local terms, list = {}, pieces(query)
  local near, seen = false, {}
  for i, piece in ipairs(list) do
    if piece.text == "NEAR" and not piece.quoted and not near and terms[1] and list[i + 1] then
      near, seen = true, {}
    elseif core.fold(piece.text) ~= "" and not seen[piece.text] then
      terms[#terms + 1] = new_term(piece.text)
      terms[#terms].near = near or nil
      near, seen[piece.text] = false, true
    end
  end
  return terms
end

--- What a query asks of the index.
---@param query string
---@return policy.phrase.plan
function phrase.plan(query)
  local plan = { terms = terms_of(query), exact = true }
  local parts = {}
  for _, term in ipairs(plan.terms) do
    plan.exact = plan.exact and term.whole == true and not term.near
    parts[#parts + 1] = term.match
  end
  plan.match = parts[1] and table.concat(parts, " AND ")
  plan.empty = #plan.terms == 0 or query:find("\0", 1, true) ~= nil
  return plan
end

local function page_of(store, ids, first)
  local list = {}
  for i = first, math.min(first + PAGE - 1, #ids) do list[#list + 1] = ("%d"):format(ids[i]) end
  local sql = "select id, line, text from paragraph where id in (%s)"
  local by_id = {}
  for _, row in ipairs(store:rows(sql:format(table.concat(list, ",")), {})) do by_id[row.id] = row end
  return by_id
end

--- Walks through the paragraphs of a list of ids, in its order; what was removed meanwhile is passed over.
---@param store table
---@param ids any          Packed, as store:column gives them.
---@return fun(): table?   row: id, line, text
function phrase.paragraphs(store, ids)
  local at, page = 0, {}
  return function()
    local row
    while not row and at < #ids do
      if at % PAGE == 0 then page = page_of(store, ids, at + 1) end
      at = at + 1
      row = page[ids[at]]
    end
    return row
  end
end

local MATCH = "select rowid from paragraph_text where paragraph_text match ?"

local function verified_ids(store, plan)
  local candidates = store:column(plan.match and MATCH or "select id from paragraph", { plan.match })
  local list = {}
  for row in phrase.paragraphs(store, candidates) do
    if phrase.holds_all(row.text, plan.terms) then list[#list + 1] = ("%d"):format(row.id) end
  end
  return "[" .. table.concat(list, ",") .. "]"
end

--- The select that gives the ids of all paragraphs with a query's terms, and its parameters. A parameter that is a
--- function gives its value when the statement is run; it reads the corpus again only after a change.
---@param query string
---@return string sql
---@return any[] parameters
function phrase.select(query)
  local plan = phrase.plan(query)
  if plan.empty then return "select id from paragraph where 0", {} end
  if plan.exact then return MATCH, { plan.match } end
  local ids, stamp
  local function list(store)
    local now = store:changes()
    if now ~= stamp then ids, stamp = verified_ids(store, plan), now end
    return ids
  end
  return "select value from json_each(?)", { list }
end

return phrase
