--- The command `policy` as a library: arguments in, exit status out.
---
--- Data goes to the output stream; progress, warnings and errors go to the errors stream. The status is 0 when all was
--- done, 1 when a file was lost, 2 for wrong usage or an unusable corpus.
local argparse = require("argparse")
local core = require("policy.core")
local lfs = require("lfs")
local model = require("policy.model")
local outlet = require("policy.outlet")
local policy = require("policy")
local progress = require("policy.progress")
local render = require("policy.render")
local terminal = require("policy.terminal")
local view = require("policy.view")

local command = {}

local HELP_WIDTH = 100
local DONE, LOST, UNUSABLE, INTERRUPTED = 0, 1, 2, 130

---@class policy.Streams
---@field input file*
---@field output file*
---@field errors file*

local stop = outlet.stop

---Whether it was Ctrl-C, which the interpreter raises as an error wherever the program stands.
local function interrupted(message)
  return type(message) == "string" and message:find("interrupted!?$") ~= nil
end

------------------------------------------------------------------------------------------------------------ streams

---What every subcommand is given: the streams, and how to draw on them.
local function new_session(streams)
  local session = {
    input = streams and streams.input or io.stdin,
    stdout = streams and streams.output or io.stdout,
    errors = streams and streams.errors or io.stderr,
  }
  session.output = outlet.new(session.stdout)
  session.columns = terminal.columns(session.stdout)
  session.paint = terminal.painter(terminal.has_colours(session.stdout))
  session.paint_errors = terminal.painter(terminal.has_colours(session.errors))
  return session
end

local function complain(session, message)
  local lines = message:gsub("[^\n]+", terminal.printable)
  session.errors:write(session.paint_errors("error", "policy:"), " ", lines, "\n")
end

---Writes rows in the format asked for: a table for a reader at a terminal, TSV for a program behind a pipe.
local function put_rows(session, format, columns, rows)
  render.rows(session.output, format or (session.columns and "table" or "tsv"), columns, rows, {
    columns = session.columns,
    paint = session.paint,
  })
end

------------------------------------------------------------------------------------------------------------- corpora

local function open_corpus(path, options)
  local corpus, message = policy.open(path, options)
  if not corpus then
    stop(UNUSABLE, "%s", message)
  end
  return corpus
end

local function open_to_read(path)
  return open_corpus(path, { mode = "r" })
end

---Runs `f`, in which the library may refuse what the user gave: its message without the place in our code.
local function asked(f, ...)
  local results = table.pack(pcall(f, ...))
  if not results[1] then
    local message = results[2]
    if type(message) ~= "string" or interrupted(message) then
      error(message, 0)
    end
    stop(UNUSABLE, "%s", (message:gsub("^[^\n]-:%d+: ", ""):gsub("^corpus:%a+: ", "")))
  end
  return table.unpack(results, 2, results.n)
end

-------------------------------------------------------------------------------------------------------------- filters

local function convert(field, text)
  if field.type == "string" then
    return text
  end
  local number = tonumber(text)
  number = field.type == "integer" and math.tointeger(number) or field.type == "number" and number
  return number or stop(UNUSABLE, "--where %s=%s: %s is a number", field.name, text, field.name)
end

---A date bounds all that begins like it: up to 2022 means up to its last day; `~` sorts behind digits and dashes.
local function upper_bound(field, text)
  return convert(field, field.type == "string" and text .. "~" or text)
end

local function is_ranged(field)
  return field.type ~= "string" or field.name == "date"
end

local function check_choice(field, text)
  for _, value in ipairs(field.values or {}) do
    if value == text then
      return
    end
  end
  if field.values then
    stop(UNUSABLE, "--where %s=%s: %s is one of %s", field.name, text, field.name, table.concat(field.values, ", "))
  end
end

---The value of `--where FIELD=VALUE` as a filter takes it. FIRST..LAST is a range, either end of which may be left out.
---What is no plain field (`document`, `matching`) takes the text as it is, or a number for an id.
local function filter_value(field, text)
  local first, last = text:match("^(.-)%.%.(.*)$")
  if first and first .. last ~= "" and is_ranged(field) then
    return policy.between(first ~= "" and convert(field, first) or nil, last ~= "" and upper_bound(field, last) or nil)
  end
  check_choice(field, text)
  return convert(field, text)
end

---A filter from all `--where`s; a field given more than once may have any of its values.
---@param find fun(name: string): policy.model.field?
local function read_filter(conditions, find)
  local filter = {}
  for _, text in ipairs(conditions) do
    local name, value = text:match("^([%a_]+)=(.*)$")
    if not name then
      stop(UNUSABLE, "--where %s: FIELD=VALUE expected", text)
    end
    local field = find(name)
    local values = filter[name] or {}
    values[#values + 1] = field and filter_value(field, value) or name ~= "matching" and math.tointeger(value) or value
    filter[name] = values
  end
  for name, values in pairs(filter) do
    filter[name] = #values == 1 and values[1] or values
  end
  return filter
end

local function type_names()
  local names = {}
  for _, declaration in ipairs(model.list) do
    names[#names + 1] = declaration.collection
  end
  return names
end

---------------------------------------------------------------------------------------------------------- subcommands

local subcommands = {}

---The progress bar's side of an import, nil where nobody would see one.
local function watch_import(session)
  if not terminal.columns(session.errors) or not terminal.moves() then
    return nil
  end
  local bar = progress.new({
    stream = session.errors,
    columns = function()
      return terminal.columns(session.errors)
    end,
  })
  local bytes = 0
  local function on_progress(done, total, file)
    bytes = bytes + (lfs.attributes(file, "size") or 0)
    bar:update({ done = done, total = total, file = file, bytes = bytes })
  end
  return on_progress, bar
end

local function failure_text(failure)
  local place = failure.byte and ("byte %d: "):format(failure.byte) or ""
  return ("%s: %s%s"):format(failure.file, place, failure.message)
end

function subcommands.import(session, arguments)
  local corpus <close> = open_corpus(arguments.corpus)
  local on_progress, bar = watch_import(session)
  local ok, summary, message = pcall(corpus.import, corpus, arguments.source, { on_progress = on_progress })
  if bar then
    bar:finish()
  end
  if not ok then
    error(summary, 0)
  elseif not summary then
    stop(UNUSABLE, "%s", message)
  end
  session.output:write(
    ("%d imported, %d replaced, %d unchanged, %d failed\n"):format(
      summary.imported,
      summary.replaced,
      summary.unchanged,
      #summary.failed
    )
  )
  session.output:flush()
  for _, failure in ipairs(summary.failed) do
    complain(session, failure_text(failure))
  end
  if summary.files == 0 then
    complain(session, "there is no document in " .. table.concat(arguments.source, ", "))
  end
  return #summary.failed > 0 and LOST or DONE
end

function subcommands.list(session, arguments)
  local declaration = model.collections[arguments.type]
  local filter = read_filter(arguments.where, function(name)
    return declaration.field[name]
  end)
  local corpus <close> = open_to_read(arguments.corpus)
  local collection = asked(corpus[declaration.collection], filter)
  put_rows(session, arguments.format, view.columns(declaration), view.records(collection))
  return DONE
end

local function find_document(corpus, key)
  local id = math.tointeger(key)
  return corpus.documents[key] or id and corpus.documents({ id = id })[1]
end

function subcommands.show(session, arguments)
  local corpus <close> = open_to_read(arguments.corpus)
  local document = find_document(corpus, arguments.document)
  if not document then
    local known = "by " .. model.types.document.keys_doc
    stop(UNUSABLE, "%s: no document %q; a document is found %s, or id", arguments.corpus, arguments.document, known)
  end
  view.document(session, document)
  return DONE
end

---A search is narrowed by the fields of documents and sections, and by what names one of them.
local function searched_field(name)
  local field = model.types.document.field[name] or model.types.section.field[name]
  if not field and not model.types[name] then
    stop(UNUSABLE, "--where %s: neither documents nor sections have such a field", name)
  end
  return field
end

function subcommands.search(session, arguments)
  local options = read_filter(arguments.where, searched_field)
  local format = arguments.format or (session.columns and "table" or "tsv")
  local coloured = format == "table" and terminal.has_colours(session.stdout)
  options.limit = arguments.limit
  options.mark = coloured and view.marks or nil
  local corpus <close> = open_to_read(arguments.corpus)
  local hits = asked(corpus.search, corpus, arguments.query, options)
  put_rows(session, format, view.hit_columns(coloured and session.paint or nil), hits)
  return DONE
end

local function export_columns(declaration)
  local columns, order = {}, {}
  for index, column in ipairs(declaration.export) do
    columns[index] = { name = column.name }
    order[column.name] = true
  end
  local places = {}
  for _, name in ipairs({ "file", "line", "column" }) do
    places[#places + 1] = order[name] and model.quoted(name) or nil
  end
  return columns, table.concat(places, ", ")
end

local function write_export(corpus, declaration, path)
  local file, message = io.open(path, "w")
  if not file then
    stop(UNUSABLE, "cannot write %s", message)
  end
  local stream <close> = file
  local columns, order = export_columns(declaration)
  local sql = ("select * from (%s) order by %s"):format(model.export_statement(declaration), order)
  local target = outlet.new(stream)
  local count = render.rows(target, "tsv", columns, corpus:query(sql))
  target:flush()
  return count
end

local function make_folder(path)
  if lfs.attributes(path, "mode") ~= "directory" then
    local ok, message = lfs.mkdir(path)
    if not ok then
      stop(UNUSABLE, "cannot make the folder %s: %s", path, message)
    end
  end
end

---All files are written under temporary names before the first one takes its place: a failed export changes nothing.
local function export_all(session, corpus, folder)
  local written = setmetatable({}, {
    __close = function(list)
      for _, item in ipairs(list) do
        os.remove(item.temporary)
      end
    end,
  })
  local pending <close> = written
  for _, declaration in ipairs(model.list) do
    if declaration.export then
      local path = ("%s/%s.tsv"):format(folder, declaration.collection)
      local item = { path = path, temporary = path .. ".new" }
      pending[#pending + 1] = item
      item.count = write_export(corpus, declaration, item.temporary)
    end
  end
  for _, item in ipairs(pending) do
    local ok, message = os.rename(item.temporary, item.path)
    if not ok then
      stop(UNUSABLE, "cannot write %s", message)
    end
    session.output:write(("%s: %d\n"):format(item.path, item.count))
  end
end

function subcommands.export(session, arguments)
  local corpus <close> = open_to_read(arguments.corpus)
  make_folder(arguments.folder)
  export_all(session, corpus, arguments.folder)
  return DONE
end

local function read_document(session, file)
  local document, message = policy.read(file)
  if not document then
    complain(session, message)
  end
  return document
end

---Gives the records of one type of all files, one file at a time; `lost` is called for a file that cannot be read.
local function analyzed_records(session, files, declaration, lost)
  local index, records = 0, nil
  local function next_file()
    index = index + 1
    local document = read_document(session, files[index])
    if not document then
      lost()
      return render.each({})
    end
    if declaration.name == "document" then
      return render.each({ document })
    end
    return view.records(document[declaration.collection])
  end
  return function()
    local record = records and records()
    while not record and index < #files do
      records = next_file()
      record = records()
    end
    return record
  end
end

local function show_analyzed(session, files, lost)
  for index, file in ipairs(files) do
    local document = read_document(session, file)
    if index > 1 then
      session.output:write("\n")
    end
    if document then
      view.document(session, document)
    else
      lost()
    end
  end
end

function subcommands.analyze(session, arguments)
  local status = DONE
  local function lost()
    status = LOST
  end
  if session.columns and not arguments.type and not arguments.format then
    show_analyzed(session, arguments.file, lost)
    return status
  end
  local declaration = model.collections[arguments.type or "sections"]
  local records = analyzed_records(session, arguments.file, declaration, lost)
  put_rows(session, arguments.format, view.columns(declaration), records)
  return status
end

---A row is a table by name: of two columns with one name it would hold the last.
local function check_names(columns)
  local seen = {}
  for _, column in ipairs(columns) do
    if seen[column.name] then
      stop(UNUSABLE, "two columns are called %s: give one another name by AS", column.name)
    end
    seen[column.name] = true
  end
end

local function put_query(session, corpus, arguments)
  local rows, _, _, statement <close> = corpus:query(arguments.statement)
  local columns = view.query_columns(statement)
  check_names(columns)
  put_rows(session, arguments.format, columns, rows)
end

function subcommands.sql(session, arguments)
  local corpus <close> = open_to_read(arguments.corpus)
  asked(put_query, session, corpus, arguments)
  return DONE
end

---For the REPL, which may import, too: but a name that was mistyped makes no new corpus.
local function open_to_explore(path)
  local exists = path == ":memory:" or lfs.attributes(path, "mode") ~= nil
  local corpus = exists and policy.open(path)
  return corpus or open_to_read(path)
end

function subcommands.repl(session, arguments)
  local corpus <close> = arguments.corpus and open_to_explore(arguments.corpus)
  return require("policy.repl").run(session, corpus)
end

-------------------------------------------------------------------------------------------------------------- parser

local function usage_error(parser, message)
  stop(UNUSABLE, "%s\n%s", message, parser:get_usage())
end

local function whole_number(text)
  local number = math.tointeger(tonumber(text))
  if not number or number < 1 then
    return nil, ("a whole number from 1 expected, not '%s'"):format(text)
  end
  return number
end

local function add_format(parser)
  parser:option("--format", "table (the default on a terminal), tsv (the default elsewhere), csv, json or jsonl.")
    :choices(render.formats)
    :argname("F")
end

local function add_where(parser)
  parser:option("--where", "Only what has this value: a field's, or FIRST..LAST for numbers and dates. "
      .. "Given again for the same field: either value.")
    :count("*")
    :argname("FIELD=VALUE")
end

local function add_corpus(parser)
  return parser:argument("corpus", "The corpus: one SQLite file."):argname("CORPUS")
end

---argparse's own --help prints and leaves by itself.
local function with_help(parser)
  parser:add_help({
    action = function()
      outlet.answer(parser:get_help())
    end,
  })
  return parser
end

local function new_command(root, name, description)
  return with_help(root:command(name, description))
end

local function add_import(root)
  local parser = new_command(root, "import", "Reads documents into a corpus, which is made when it is missing.")
  add_corpus(parser)
  parser:argument("source", "Files, folders (all their .txt .md .text .markdown files), - for standard input.")
    :args("+")
    :argname("SOURCE")
end

local function add_list(root)
  local parser = new_command(root, "list", "Lists the records of a type.")
  add_corpus(parser)
  parser:argument("type", "The records' type.")
    :choices(type_names())
    :argname("TYPE")
  add_where(parser)
  add_format(parser)
end

local function add_show(root)
  local parser = new_command(root, "show", "Shows a document: its fields and its outline.")
  add_corpus(parser)
  parser:argument("document", "Its " .. model.types.document.keys_doc .. ", or its id."):argname("DOCUMENT")
end

local function add_search(root)
  local parser = new_command(root, "search", "Finds the paragraphs that hold all terms of a query, best first.")
  add_corpus(parser)
  local query = parser:argument("query", "Words and phrases; a phrase with spaces in it stands in quotes.")
  query:argname("QUERY")
  parser:option("--limit", "How many at most.", "20"):convert(whole_number):argname("N")
  add_where(parser)
  add_format(parser)
end

local function add_export(root)
  local parser = new_command(root, "export", "Writes one TSV file for each record type into a folder.")
  add_corpus(parser)
  parser:argument("folder", "Made when it is missing; files of an earlier export are replaced."):argname("DIR")
end

local function add_analyze(root)
  local parser = new_command(root, "analyze", "Reads documents without a corpus and gives what is in them.")
  parser:argument("file", "Files, - for standard input."):args("+"):argname("FILE")
  parser:option("--type", "Records of this type; without it, the outline on a terminal and sections elsewhere.")
    :choices(type_names())
    :argname("TYPE")
  add_format(parser)
end

local function add_sql(root)
  local parser = new_command(root, "sql", "Runs one SQL statement that reads.")
  add_corpus(parser)
  parser:argument("statement", "As SQLite understands it; the tables are named in the README."):argname("STATEMENT")
  add_format(parser)
end

local function add_repl(root)
  local parser = new_command(root, "repl", "Explores a corpus in Lua, line by line.")
  add_corpus(parser):args("?")
end

local function version_text()
  return ("policy %s (SQLite %s, Unicode %s)"):format(policy.version, core.sqlite_version, core.unicode_version)
end

local function new_parser()
  local about = "Reads Chinese policy documents into a corpus and hands out what is in them."
  local root = with_help(argparse("policy", about))
  root:help_max_width(HELP_WIDTH):usage_max_width(HELP_WIDTH)
  root:flag("--version", "Show the version and exit."):action(function()
    outlet.answer(version_text())
  end)
  root:command_target("command")
  for _, add in ipairs({ add_import, add_list, add_show, add_search, add_export, add_analyze, add_sql, add_repl }) do
    add(root)
  end
  root.error = usage_error
  return root
end

----------------------------------------------------------------------------------------------------------------- run

---Errors that name a place in our own files are faults of ours: they keep their traceback.
local function describe_error(message)
  if interrupted(message) then
    return "interrupted"
  elseif type(message) == "string" and message:find("^[^\n]-policy/[%w_]+%.lua:%d+: ") then
    return debug.traceback("this is a fault in policy: " .. message, 2)
  elseif type(message) == "string" then
    return (message:gsub("^[^\n]-:%d+: ", ""))
  end
  return message
end

local function dispatch(session, arguments)
  local parsed = new_parser():parse(arguments)
  local status = subcommands[parsed.command](session, parsed)
  session.output:flush()
  return status
end

---Says what ended the command and gives its status.
local function finish(session, failure)
  if interrupted(failure) then
    complain(session, "interrupted")
    return INTERRUPTED
  elseif not outlet.is_stop(failure) then
    complain(session, tostring(failure))
    return UNUSABLE
  end
  if failure.answer then
    session.stdout:write((failure.answer:gsub("\n*$", "\n")))
  end
  if failure.message then
    complain(session, failure.message)
  end
  return failure.status
end

---Runs the command.
---@param arguments string[] without the command's own name
---@param streams? policy.Streams the process's own where not given
---@return integer status for the shell
function command.run(arguments, streams)
  local session = new_session(streams)
  local ok, result = xpcall(dispatch, describe_error, session, arguments)
  return ok and result or finish(session, result)
end

return command
