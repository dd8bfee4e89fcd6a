--- Rows and outlines as text: aligned tables, TSV, CSV, JSON, and the tree of a document's sections.
---
--- Rows come from an iterator and are written as they come. Only `table` keeps the first few hundred of them, to learn
--- how wide its columns must be; a later, longer cell is cut where there is a terminal to fit, and stands out where
--- there is none.
local json = require("dkjson")
local terminal = require("policy.terminal")

local render = {}

---@class policy.Column
---@field name string
---@field value? fun(row: table): any what stands in the column; the row's field of that name where it is not given
---@field most? integer columns of the terminal that it takes at most
---@field cut? fun(text: string, width: integer): string, integer how to cut a cell that is too long
---@field paint? fun(text: string): string what a cell's text becomes in the end

---@class policy.RenderOptions
---@field columns? integer width of the terminal that tables are cut to
---@field paint? fun(style: string, text: string): string

--- The formats that `--format` takes.
render.formats = { "table", "tsv", "csv", "json", "jsonl" }

local SAMPLE = 300
local GAP = "  "
--- No cell pads the others in its column to more than this.
local WIDEST = 200
--- A text column that a terminal has less room for than this is left out.
local NARROWEST = 12

local function plain(_, text)
  return text
end

local function number_text(number)
  if math.type(number) == "integer" then
    return tostring(number)
  end
  for digits = 15, 17 do
    local text = ("%." .. digits .. "g"):format(number)
    if tonumber(text) == number or number ~= number then
      return text
    end
  end
end

local function cell_text(value)
  if value == nil then
    return ""
  elseif type(value) == "number" then
    return number_text(value)
  elseif type(value) == "table" then
    return json.encode(value)
  end
  return tostring(value)
end

local function cell_value(column, row)
  if column.value then
    return column.value(row)
  end
  return row[column.name]
end

---Calls `f(row)` for each row that the iterator gives and counts them.
local function each(rows, f)
  local count = 0
  for row in rows do
    count = count + 1
    f(row, count)
  end
  return count
end

local function header_names(columns)
  local names = {}
  for index, column in ipairs(columns) do
    names[index] = column.name
  end
  return names
end

local function one_line(text)
  return (text:gsub("[\t\r\n]", " "))
end

local function quoted(text)
  return text:find('[",\r\n]') and '"' .. text:gsub('"', '""') .. '"' or text
end

local function write_separated(stream, columns, rows, separator, escape)
  local function put(cells)
    for index = 1, #columns do
      cells[index] = escape(cells[index])
    end
    stream:write(table.concat(cells, separator), "\n")
  end
  put(header_names(columns))
  return each(rows, function(row)
    local cells = {}
    for index, column in ipairs(columns) do
      cells[index] = cell_text(cell_value(column, row))
    end
    put(cells)
  end)
end

---JSON knows neither bytes that are no UTF-8 nor numbers that are none.
local function json_value(value)
  if type(value) == "number" then
    local finite = value == value and value ~= math.huge and value ~= -math.huge
    return finite and number_text(value) or "null"
  elseif type(value) == "string" and not utf8.len(value) then
    value = value:gsub("[\x80-\xFF]+", function(bytes)
      return utf8.len(bytes) and bytes or ("\u{FFFD}"):rep(#bytes)
    end)
  end
  return json.encode(value)
end

---One row as a JSON object, its fields in the columns' order, those without a value left out.
---@param columns policy.Column[]
---@param row table
---@return string
function render.object(columns, row)
  local members = {}
  for _, column in ipairs(columns) do
    local value = cell_value(column, row)
    if value ~= nil then
      members[#members + 1] = json.quotestring(column.name) .. ":" .. json_value(value)
    end
  end
  return "{" .. table.concat(members, ",") .. "}"
end

local writers = {}

function writers.tsv(stream, columns, rows)
  return write_separated(stream, columns, rows, "\t", one_line)
end

function writers.csv(stream, columns, rows)
  return write_separated(stream, columns, rows, ",", quoted)
end

function writers.jsonl(stream, columns, rows)
  return each(rows, function(row)
    stream:write(render.object(columns, row), "\n")
  end)
end

function writers.json(stream, columns, rows)
  stream:write("[")
  local count = each(rows, function(row, number)
    stream:write(number == 1 and "\n" or ",\n", render.object(columns, row))
  end)
  stream:write(count > 0 and "\n]\n" or "]\n")
  return count
end

---What a table knows of its columns after the sample: how wide they are and whether they hold numbers only.
local function measure(columns, sample)
  local widths, numeric = {}, {}
  for index, column in ipairs(columns) do
    local widest, numbers, filled = terminal.width(column.name), true, false
    for _, cells in ipairs(sample) do
      widest = math.max(widest, cells.widths[index])
      filled = filled or cells[index] ~= ""
      numbers = numbers and (cells.numbers[index] or cells[index] == "")
    end
    widths[index], numeric[index] = math.min(widest, WIDEST), numbers and filled
  end
  return widths, numeric
end

---How many of the columns a terminal has room for: numbers are never cut, texts keep a readable part.
local function count_fitting(widths, numeric, limit)
  local used = 0
  for index, width in ipairs(widths) do
    used = used + (numeric[index] and width or math.min(width, NARROWEST)) + (index > 1 and #GAP or 0)
    if used > limit and index > 1 then
      return index - 1
    end
  end
  return #widths
end

---Takes room from the widest texts until the line fits, so that narrow ones stay whole.
local function shrink(columns, layout, limit)
  local widths, order = layout.widths, {}
  local room = limit - (#columns - 1) * #GAP
  for index, column in ipairs(columns) do
    if layout.numeric[index] then
      room = room - widths[index]
    else
      widths[index] = math.min(widths[index], column.most or limit)
      order[#order + 1] = index
    end
  end
  table.sort(order, function(a, b)
    return widths[a] == widths[b] and a < b or widths[a] < widths[b]
  end)
  for position, index in ipairs(order) do
    widths[index] = math.min(widths[index], math.max(room // (#order - position + 1), 1))
    room = room - widths[index]
  end
end

local function cut_cell(column, text, width)
  if column.cut then
    return column.cut(text, width)
  end
  return terminal.fit(text, width)
end

---The cells of a row as a table shows them. `longest` bounds a cell where the terminal does.
local function table_cells(columns, row, longest)
  local cells = { widths = {}, numbers = {} }
  for index, column in ipairs(columns) do
    local value = cell_value(column, row)
    local text = terminal.printable(cell_text(value))
    if longest then
      cells[index], cells.widths[index] = cut_cell(column, text, longest)
    else
      cells[index], cells.widths[index] = text, terminal.width(text)
    end
    cells.numbers[index] = type(value) == "number"
  end
  return cells
end

local function padded(text, width, wanted, right)
  local space = (" "):rep(wanted - width)
  return right and space .. text or text .. space
end

---Writes one line of a table. `layout`: widths, numeric, cut (whether longer cells are cut), paint.
local function write_line(stream, columns, cells, layout, style)
  local parts = {}
  for index, column in ipairs(columns) do
    local text, width = cells[index], cells.widths[index]
    if layout.cut and width > layout.widths[index] then
      text, width = cut_cell(style and {} or column, text, layout.widths[index])
    end
    local wanted = index == #columns and not layout.numeric[index] and width or layout.widths[index]
    local paint = column.paint and not style
    local line = padded(paint and column.paint(text) or text, width, wanted, layout.numeric[index])
    parts[index] = style and layout.paint(style, line) or line
  end
  stream:write((table.concat(parts, GAP):gsub(" +$", "")), "\n")
end

local function write_header(stream, columns, layout)
  local names = { widths = {} }
  local rule = { widths = {} }
  for index, column in ipairs(columns) do
    names[index], names.widths[index] = column.name, terminal.width(column.name)
    rule[index], rule.widths[index] = ("─"):rep(layout.widths[index]), layout.widths[index]
  end
  write_line(stream, columns, names, layout, "bold")
  write_line(stream, columns, rule, layout, "dim")
end

---Reads the first rows, and from them how the table is to look.
local function begin_table(columns, rows, options)
  local sample = {}
  for row in rows do
    sample[#sample + 1] = table_cells(columns, row, options.columns)
    if #sample == SAMPLE then
      break
    end
  end
  local widths, numeric = measure(columns, sample)
  local layout = { widths = widths, numeric = numeric, cut = options.columns ~= nil, paint = options.paint or plain }
  return sample, layout
end

---The columns that there is room for, and a line that names the others.
local function choose_columns(columns, layout, limit)
  local count = count_fitting(layout.widths, layout.numeric, limit)
  local shown = table.move(columns, 1, count, 1, {})
  local left_out = header_names(table.move(columns, count + 1, #columns, 1, {}))
  return shown, #left_out > 0 and "… no room for " .. table.concat(left_out, ", ")
end

function writers.table(stream, columns, rows, options)
  local sample, layout = begin_table(columns, rows, options)
  local left_out
  if options.columns then
    columns, left_out = choose_columns(columns, layout, options.columns)
    shrink(columns, layout, options.columns)
  end
  write_header(stream, columns, layout)
  for _, cells in ipairs(sample) do
    write_line(stream, columns, cells, layout)
  end
  local rest = #sample < SAMPLE and 0 or each(rows, function(row)
    write_line(stream, columns, table_cells(columns, row, options.columns), layout)
  end)
  if left_out then
    stream:write(layout.paint("dim", terminal.fit(left_out, options.columns)), "\n")
  end
  return #sample + rest
end

---Writes rows in one of `render.formats`.
---@param stream { write: function }
---@param format string
---@param columns policy.Column[]
---@param rows fun(): table? gives the next row; not called again after nil
---@param options? policy.RenderOptions
---@return integer count of the rows written
function render.rows(stream, format, columns, rows, options)
  local writer = writers[format] or error(("no format %q"):format(tostring(format)), 2)
  return writer(stream, columns, rows, options or {})
end

---An iterator over a list, for `render.rows`.
---@param list table[]
---@return fun(): table?
function render.each(list)
  local index = 0
  return function()
    index = index + 1
    return list[index]
  end
end

---For each section whether it is the last one under its parent, and its depth from 0.
local function tree_shape(sections)
  local depths, last, open = {}, {}, {}
  for index = #sections, 1, -1 do
    local depth = sections[index].level
    depths[index], last[index] = depth, not open[depth]
    for deeper = #open, depth + 1, -1 do
      open[deeper] = nil
    end
    for between = #open + 1, depth do
      open[between] = false
    end
    open[depth] = true
  end
  return depths, last
end

---What stands in front of a section, and in `rails` what does so below it.
local function branch_text(rails, depth, is_last)
  for deeper = #rails, depth, -1 do
    rails[deeper] = nil
  end
  for skipped = #rails + 1, depth - 1 do
    rails[skipped] = "   "
  end
  local branch = table.concat(rails) .. (is_last and "└─ " or "├─ ")
  rails[depth] = is_last and "   " or "│  "
  return branch
end

---Draws sections, given in document order, as a tree with the line of each in front.
---@param stream { write: function }
---@param sections table[] with level, style, number, title, line
---@param options? policy.RenderOptions
function render.tree(stream, sections, options)
  options = options or {}
  local paint = options.paint or plain
  local depths, last = tree_shape(sections)
  local gutter = #tostring(#sections > 0 and sections[#sections].line or 0)
  local rails = {}
  for index, section in ipairs(sections) do
    local branch = branch_text(rails, depths[index], last[index])
    local line = ("%" .. gutter .. "d  "):format(section.line)
    render.tree_line(stream, line, branch, section, options.columns, paint)
  end
end

---One line of the tree. A run-in or a lead is marked by its style: it is no line of its own in the document.
function render.tree_line(stream, line, branch, section, columns, paint)
  local number = section.number and terminal.printable(section.number)
  local title = terminal.printable(section.title or "")
  local mark = section.style == "heading" and "" or " [" .. section.style .. "]"
  local label = number and (title == "" and number or number .. " " .. title) or title
  if columns then
    label = terminal.fit(label, columns - #line - terminal.width(branch) - #mark)
  end
  if number and label:sub(1, #number) == number then
    label = paint("bold", number) .. label:sub(#number + 1)
  end
  stream:write(paint("dim", line), paint("dim", branch), label, paint("dim", mark), "\n")
end

return render
