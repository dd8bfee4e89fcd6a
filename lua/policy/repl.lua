--- The REPL: lines of Lua in, results out, a corpus at hand.
local collection = require("policy.collection")
local completion = require("policy.completion")
local help = require("policy.help")
local inspect = require("policy.inspect")
local interface = require("policy.interface")
local model = require("policy.model")
local outlet = require("policy.outlet")
local policy = require("policy")
local record = require("policy.record")
local render = require("policy.render")
local terminal = require("policy.terminal")
local view = require("policy.view")

local repl = {}

local PROMPT, CONTINUED = "policy> ", "     …> "
local CHUNK = "=input"
local HISTORY_LINES = 2000
--- Rows of a collection that are shown of themselves; whoever wants more narrows it or iterates.
local ROWS = 20
--- A list of plain tables with more different fields than this is shown as Lua, not as a table.
local MOST_FIELDS = 12

local LEAVE = { exit = true, quit = true }

--------------------------------------------------------------------------------------------------------------- values

local function counted(number, declaration)
  local digits = tostring(number)
  local grouped = digits:reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", "")
  local plural = declaration.collection or declaration.name .. "s"
  return ("%s %s"):format(grouped, number == 1 and declaration.name or plural)
end

---Iterates over the first rows only.
local function first_rows(list)
  local count, following = 0, view.records(list)
  return function()
    count = count + 1
    return count <= ROWS and following() or nil
  end
end

local function show_rows(session, columns, list, count_text, total)
  if total > 0 then
    render.rows(session.output, "table", columns, first_rows(list), session)
  end
  local shown = total > ROWS and (", the first %d shown"):format(ROWS) or ""
  session.output:write(session.paint("dim", count_text .. shown), "\n")
end

local function show_collection(session, value, declaration)
  show_rows(session, view.columns(declaration), value, counted(#value, declaration), #value)
end

local function show_corpus(session, corpus)
  session.output:write(session.paint("bold", corpus.path), "\n")
  for _, declaration in ipairs(model.list) do
    if declaration.collection then
      view.pair(session, declaration.collection, 12, ("%d"):format(#corpus[declaration.collection]))
    end
  end
end

local function show_hits(session, hits)
  local list = hits:totable()
  show_rows(session, view.hit_columns(), list, counted(#list, model.types.hit), #list)
end

---The record type that all items of a list have in common.
local function common_type(list)
  local name = record.type(list[1])
  for _, item in ipairs(list) do
    if record.type(item) ~= name then
      return nil
    end
  end
  return model.types[name]
end

local function is_row(item)
  if type(item) ~= "table" or getmetatable(item) or #item > 0 or next(item) == nil then
    return false
  end
  for key, value in next, item do
    if type(key) ~= "string" or type(value) == "table" or type(value) == "function" then
      return false
    end
  end
  return true
end

---The columns of a list of plain rows, such as those of a query; nil where it is something else.
local function row_columns(list)
  local names, seen = {}, {}
  for _, item in ipairs(list) do
    if not is_row(item) then
      return nil
    end
    for key in next, item do
      names[#names + 1] = not seen[key] and key or nil
      seen[key] = true
    end
  end
  table.sort(names)
  for index, name in ipairs(names) do
    names[index] = { name = name }
  end
  return #names > 0 and #names <= MOST_FIELDS and names or nil
end

local function show_list(session, list)
  local declaration = common_type(list)
  local columns = declaration and view.columns(declaration) or row_columns(list)
  if not columns then
    session.output:write(inspect.text(list), "\n")
    return
  end
  local count_text = declaration and counted(#list, declaration) or counted(#list, { name = "row" })
  show_rows(session, columns, list, count_text, #list)
end

local function is_list(value)
  return rawlen(value) > 0 and getmetatable(value) == nil and next(value, rawlen(value)) == nil
end

local function show_table(session, value)
  local metatable = getmetatable(value)
  local name = type(metatable) == "table" and metatable.__name
  if collection.type(value) then
    show_collection(session, value, collection.type(value))
  elseif record.type(value) == "document" then
    view.record(session, model.types.document, value)
  elseif record.type(value) then
    view.record(session, model.types[record.type(value)], value)
  elseif name == "policy.corpus" and not value.store.handle:closed() then
    show_corpus(session, value)
  elseif name == "policy.hits" then
    show_hits(session, value)
  elseif is_list(value) then
    show_list(session, value)
  else
    session.output:write(inspect.text(value), "\n")
  end
end

---Text is shown as it is, but a document's control characters must not act on the terminal.
local function printable_lines(text)
  return (text:gsub("[^\n\t]+", terminal.printable))
end

---Shows one value as a reader wants it.
---@param session table
---@param value any
function repl.show(session, value)
  if type(value) == "table" then
    show_table(session, value)
  else
    session.output:write(printable_lines(tostring(value)), "\n")
  end
end

---------------------------------------------------------------------------------------------------------- environment

---The name under which help knows a value: a type's, or that of the function that it is.
local function topic_of(value, corpus)
  local declaration = collection.type(value) or model.types[record.type(value)]
  if declaration then
    return declaration.name
  elseif type(value) ~= "function" then
    return type(value) == "string" and value or tostring(value)
  end
  for _, item in ipairs(interface.functions) do
    local owner, name = item.name:match("^corpus:(.+)$"), item.name:match("^policy%.(.+)$")
    local found = owner and corpus and corpus[owner] or name and (policy[name] or policy.text[name:match("[^.]+$")])
    if found == value then
      return item.name
    end
  end
  return tostring(value)
end

---The globals of the lines: Lua's own, `policy`, `corpus`, its collections, `help`, and what the user sets.
local function new_environment(session, corpus)
  local environment = { policy = policy, corpus = corpus }
  function environment.help(...)
    if select("#", ...) == 0 then
      help.write(session)
    else
      help.write(session, topic_of((...), environment.corpus))
    end
  end
  return setmetatable(environment, {
    __index = function(self, name)
      local opened = model.collections[name] and rawget(self, "corpus")
      return opened and opened[name] or _G[name]
    end,
  })
end

----------------------------------------------------------------------------------------------------------- evaluation

local function is_beginning(message)
  return message:find("<eof>$") ~= nil
end

---Compiles an expression, or else statements. The third result tells that the text is a beginning only.
local function compile(text, environment)
  local expression, lacks = load("return " .. text, CHUNK, "t", environment)
  if expression then
    return expression
  end
  local statements, message = load(text, CHUNK, "t", environment)
  if statements then
    return statements
  end
  return nil, message, is_beginning(lacks) or is_beginning(message)
end

---What corpus:query gave, an iterator and what closes it, is shown as its first rows.
local function show_query(session, environment, rows, _, _, statement)
  local closing <close> = statement
  local columns, list = view.query_columns(closing), {}
  for row in rows do
    list[#list + 1] = row
    if #list > ROWS then
      break
    end
  end
  local more = #list > ROWS
  list[ROWS + 1] = nil
  environment._ = list
  local count_text = more and "there are more rows" or counted(#list, { name = "row" })
  show_rows(session, columns, list, count_text, #list)
end

local function show_results(session, environment, results)
  if results.n == 4 and getmetatable(results[4]) == "policy statement" then
    show_query(session, environment, table.unpack(results, 1, 4))
    return
  end
  if results.n > 0 then
    environment._ = results[1]
  end
  for index = 1, results.n do
    repl.show(session, results[index])
  end
end

local function evaluate(session, environment, chunk)
  show_results(session, environment, table.pack(chunk()))
  session.output:flush()
end

local function complain(session, message, text)
  message = type(message) == "string" and message or inspect.text(message)
  if not text:find("\n") then
    message = message:gsub("^input:1: ", "")
  end
  session.errors:write(session.paint_errors("error", "error:"), " ", printable_lines(message), "\n")
end

---Runs a complete text; errors are told, and the next line is asked for.
local function run_text(session, environment, chunk, text)
  local ok, failure = terminal.call(evaluate, session, environment, chunk)
  if not ok then
    if outlet.is_stop(failure) then
      error(failure, 0)
    end
    session.output:flush()
    complain(session, failure, text)
  end
end

---------------------------------------------------------------------------------------------------------------- input

--- Given by a reader in place of a line when Ctrl-C came.
local INTERRUPTED = {}

local function plain_reader(session, prompts)
  return function(prompt)
    if prompts then
      session.output:write(prompt)
      session.output:flush()
      if not terminal.await(session.input) then
        session.output:write("\n")
        return INTERRUPTED
      end
    end
    return session.input:read("l")
  end
end

---Reads by readline's callbacks, which leave waiting for a key, and so Ctrl-C, to us.
local function readline_reader(session, readline)
  local function wait_for_line(prompt)
    local line, done
    readline.handler_install(prompt, function(text)
      line, done = text, true
      readline.handler_remove()
    end)
    while not done do
      if terminal.await(session.input) then
        readline.read_char()
      else
        if readline.sigcleanup then
          readline.sigcleanup()
        end
        readline.handler_remove()
        return INTERRUPTED
      end
    end
    return line
  end
  return function(prompt)
    session.output:flush()
    local ok, line = terminal.call(wait_for_line, prompt)
    if not ok then
      readline.handler_remove()
      line = INTERRUPTED
    end
    if line == INTERRUPTED or line == nil then
      session.output:write("\n")
    elseif line:find("%S") then
      readline.add_history(line)
    end
    return line
  end
end

local function load_readline(environment)
  local found, readline = pcall(require, "readline")
  local home = os.getenv("HOME")
  if not found or not home then
    return nil
  end
  readline.set_options({ histfile = home .. "/.policy_history", keeplines = HISTORY_LINES, auto_add = false })
  readline.set_readline_name("policy")
  readline.set_complete_function(function(line, from, to)
    readline.set_completion_append_character("")
    local ok, words = pcall(completion.complete, environment, line, from, to)
    return ok and words or {}
  end)
  return readline
end

---How lines are read, and what is to be done when no more are.
local function new_reader(session, environment, interactive)
  local readline = interactive and terminal.moves() and load_readline(environment)
  if readline then
    return readline_reader(session, readline), readline.save_history
  end
  return plain_reader(session, interactive), function() end
end

---Asks for lines until they make a whole chunk: its text, the function or nil with a message. In place of the text:
---INTERRUPTED when it was given up, nil at the end of the input.
local function read_chunk(read, environment, session)
  local text = read(PROMPT)
  while text and text ~= INTERRUPTED do
    local chunk, message, incomplete = compile(text, environment)
    if not incomplete then
      return text, chunk, message
    end
    local line = read(CONTINUED)
    if line == nil then
      complain(session, message, text)
    end
    text = type(line) == "string" and text .. "\n" .. line or line
  end
  return text
end

local function loop(session, environment, read)
  while true do
    local text, chunk, message = read_chunk(read, environment, session)
    session.columns = terminal.columns(session.stdout)
    if text == nil or LEAVE[text] then
      return
    elseif chunk then
      run_text(session, environment, chunk, text)
    elseif text ~= INTERRUPTED then
      complain(session, message, text)
    end
  end
end

local function greet(session, corpus)
  local parts = {}
  for _, declaration in ipairs(corpus and model.list or {}) do
    if declaration.collection then
      parts[#parts + 1] = counted(#corpus[declaration.collection], declaration)
    end
  end
  local about = corpus and (", %s: %s"):format(corpus.path, table.concat(parts, ", ")) or ""
  session.output:write(("policy %s%s. help() explains, Ctrl-D leaves.\n"):format(policy.version, about))
end

---Reads and runs lines until there are no more.
---@param session table the command's: input, output, stdout, errors, columns, paint, paint_errors
---@param corpus? policy.corpus
---@return integer status
function repl.run(session, corpus)
  local environment = new_environment(session, corpus)
  local interactive = terminal.columns(session.input) ~= nil
  if interactive then
    greet(session, corpus)
  end
  local read, finish = new_reader(session, environment, interactive)
  loop(session, environment, read)
  finish()
  return 0
end

return repl
