--- Search: the paragraphs that hold all terms of a query, best first.

local condition = require "policy.condition"
local misuse = require "policy.misuse"
local model = require "policy.model"
local phrase = require "policy.phrase"

local search = {}

local LIMIT = 20
local BEFORE, AFTER = 16, 48 -- characters of a snippet in front of the first place found, and from there on

local OWN = { limit = "number", offset = "number", mark = "table" } -- every other option is a filter

--------------------------------------------------------------------------------------------------------- options

local function whole_number(name, value, least)
  local number = value == math.huge and math.huge or math.tointeger(value)
  if not number or number < least then
    misuse.raise("corpus:search: option '%s' must be a whole number from %d, not %s", name, least, tostring(value))
  end
  return number
end

local function marks(value)
  if value == nil then return { "[", "]" } end
  if type(value[1]) ~= "string" or type(value[2]) ~= "string" then
    misuse.raise("corpus:search: option 'mark' must be a list of two strings")
  end
  return value
end

local function valid_names()
  local names = { document = true, section = true }
  for name in pairs(OWN) do names[name] = true end
  for _, declaration in ipairs { model.types.document, model.types.section } do
    for name in pairs(declaration.field) do names[name] = true end
  end
  return misuse.names(names)
end

-- A filter's flat names: a document's field, or else a section's.
local function owner_of(name)
  for _, declaration in ipairs { model.types.document, model.types.section } do
    if declaration.field[name] then return declaration.name end
  end
  misuse.raise("corpus:search: unknown option '%s' (valid: %s)", tostring(name), valid_names())
end

-- Options to two filters of paragraphs, both to be met: the one given for `document` and `section`, and that of the
-- flat names.
local function filters(options)
  local given, flat = {}, {}
  for name, value in pairs(options) do
    if name == "document" or name == "section" then
      given[name] = value
    elseif not OWN[name] then
      local owner = owner_of(name)
      flat[owner] = flat[owner] or {}
      flat[owner][name] = value
    end
  end
  return { given, flat }
end

local function compile(corpus, options)
  local items = {}
  for _, filter in ipairs(filters(options)) do
    items[#items + 1] = condition.compile(corpus, model.types.paragraph, filter, "corpus:search")
  end
  return items
end

--------------------------------------------------------------------------------------------------------- snippet

local function forward(text, at, characters)
  local stop = utf8.offset(text, characters + 1, at)
  return stop and stop - 1 or #text
end

local function backward(text, at, characters)
  local start = utf8.offset(text, -characters, at)
  return start or 1
end

-- The places of all terms between two bytes of the text, in order, overlapping ones joined.
local function spans(text, terms, first, last)
  local list = {}
  for _, term in ipairs(terms) do
    local start, finish = phrase.find(text, term, first, last)
    while start and finish <= last do
      list[#list + 1] = { start = start, finish = finish }
      start, finish = phrase.find(text, term, finish + 1, last)
    end
  end
  table.sort(list, function(a, b) return a.start < b.start end)
  return list
end

local function marked(text, list, first, last, mark)
  local parts, at, i = {}, first, 1
  while i <= #list do
    local start, finish = list[i].start, list[i].finish
    while list[i + 1] and list[i + 1].start <= finish + 1 do
      i = i + 1
      finish = math.max(finish, list[i].finish)
    end
    parts[#parts + 1] = text:sub(at, start - 1) .. mark[1] .. text:sub(start, finish) .. mark[2]
    at, i = finish + 1, i + 1
  end
  return table.concat(parts) .. text:sub(at, last)
end

-- What stands around the first place, cut between characters, with every place in it marked.
local function snippet(text, terms, start, finish, mark)
  local first = backward(text, start, BEFORE)
  local last = math.max(forward(text, start, AFTER), finish)
  local cut = marked(text, spans(text, terms, first, last), first, last, mark)
  return (first > 1 and "…" or "") .. cut .. (last < #text and "…" or "")
end

---------------------------------------------------------------------------------------------------------- result

local function candidates(request)
  local store, plan = request.corpus.store, request.plan
  local where, parameters = condition.join(store, request.items)
  if not plan.match then
    return store:column(("select id from paragraph where %s order by id"):format(where), parameters)
  end
  table.insert(parameters, 1, plan.match)
  local join = #request.items > 0 and "cross join paragraph on paragraph.id = paragraph_text.rowid" or ""
  local sql = ("select paragraph_text.rowid from paragraph_text %s where paragraph_text match ? and %s"
    .. " order by +paragraph_text.rank"):format(join, where) -- the plus: SQLite sorts, and keeps only the first of them
  if plan.exact and request.limit < math.huge then
    sql = ("%s limit %d"):format(sql, request.offset + request.limit)
  end
  return store:column(sql, parameters)
end

local function hit_of(request, row, rank, start, finish)
  return setmetatable({
    id = row.id,
    rank = rank,
    line = row.line,
    column = utf8.len(row.text, 1, start - 1) + 1,
    snippet = snippet(row.text, request.plan.terms, start, finish, request.mark),
    text = row.text,
  }, request.corpus.metatables.hit)
end

-- Gives the hits one by one; the index is asked at the first one.
local function each(request)
  local seen, next_row = 0, nil
  return function()
    if request.plan.empty or seen >= request.offset + request.limit then return nil end
    next_row = next_row or phrase.paragraphs(request.corpus.store, candidates(request))
    for row in next_row do
      local start, finish = phrase.find_all(row.text, request.plan.terms)
      seen = start and seen + 1 or seen
      if start and seen > request.offset then return hit_of(request, row, seen, start, finish) end
    end
  end
end

local REQUEST, NEXT = {}, {}
local methods = {}
local metatable = { __name = "policy.hits", __index = methods }

--- All hits as a plain list, whatever was iterated before.
---@return policy.hit[]
function methods:totable()
  local list = {}
  for hit in each(self[REQUEST]) do list[#list + 1] = hit end
  return list
end

--- The next hit, as `for` asks for it.
function metatable:__call()
  self[NEXT] = self[NEXT] or each(self[REQUEST])
  return self[NEXT]()
end

function metatable:__tostring()
  return ("corpus:search %q"):format(self[REQUEST].query)
end

--- See corpus:search in policy.interface.
---@param corpus table
---@param query string
---@param options table?
---@return policy.hits
function search.new(corpus, query, options)
  misuse.check("corpus:search: query", query, "string")
  if options ~= nil then misuse.check("corpus:search: options", options, "table") end
  options = options or {}
  for name, expected in pairs(OWN) do
    if options[name] ~= nil then misuse.check(("corpus:search: option '%s'"):format(name), options[name], expected) end
  end
  corpus.store:alive()
  local request = {
    corpus = corpus,
    query = query,
    plan = phrase.plan(query),
    items = compile(corpus, options),
    limit = whole_number("limit", options.limit or LIMIT, 0),
    offset = whole_number("offset", options.offset or 0, 0),
    mark = marks(options.mark),
  }
  return setmetatable({ [REQUEST] = request }, metatable)
end

return search
