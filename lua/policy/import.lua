--- Import: files and folders in, one transaction, a summary out.

local compiled = require "policy.compiled"
local core = require "policy.core"
local lfs = require "lfs"
local misuse = require "policy.misuse"

local import = {}

local EXTENSIONS = { "txt", "md", "text", "markdown" }

local OPTIONS = { on_progress = "function", extensions = "table" }

--- A path without what says nothing: "./", "//", a slash at its end. ".." stays, since a link may stand before it.
---@param path string
---@return string
function import.normalize(path)
  local parts = {}
  for part in path:gmatch("[^/]+") do
    if part ~= "." then parts[#parts + 1] = part end
  end
  local joined = table.concat(parts, "/")
  if path:sub(1, 1) == "/" then return "/" .. joined end
  return joined == "" and "." or joined
end

------------------------------------------------------------------------------------------------ what is to be read

-- Where a file is reached twice, by two names or through a link, it is the same one.
local function first_visit(found, path)
  local key = path
  local attributes = lfs.attributes(path)
  if attributes and attributes.ino ~= 0 then key = ("%d:%d"):format(attributes.dev, attributes.ino) end
  if found.visited[key] then return false end
  found.visited[key] = true
  return true
end

local function add_file(found, path)
  if first_visit(found, path) then
    found.files[#found.files + 1] = path
  else
    found.repeated = found.repeated + 1
  end
end

local function refuse(found, path, message, code, byte)
  found.failed[#found.failed + 1] = { file = path, message = message, code = code, byte = byte }
end

local function entries(path)
  local names = {}
  for name in lfs.dir(path) do
    if name ~= "." and name ~= ".." then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

local function joined(folder, name)
  if folder == "." then return name end
  return folder:sub(-1) == "/" and folder .. name or folder .. "/" .. name
end

-- A link that leads nowhere is taken for a file, too: reading it tells. A pipe would keep the import waiting.
local function add_entry(found, path, mode)
  if mode == nil or mode == "file" then
    add_file(found, path)
  else
    refuse(found, path, ("it is a %s; name it to have it read"):format(mode), "EINVAL")
  end
end

-- Folders still to be looked into are a list and not calls within calls: nesting has no limit.
local function add_folder(found, path)
  local waiting = { path }
  while #waiting > 0 do
    local item = table.remove(waiting)
    local mode = lfs.attributes(item, "mode")
    if mode == "directory" then
      local ok, names = pcall(entries, item)
      if not ok then refuse(found, item, "the folder cannot be read: " .. names, "EACCES") end
      if ok and first_visit(found, item) then
        for i = #names, 1, -1 do waiting[#waiting + 1] = joined(item, names[i]) end
      end
    elseif found.extensions[(item:match("%.([^./]+)$") or ""):lower()] then
      add_entry(found, item, mode)
    end
  end
end

--- All files that the sources name, in order. A name that leads nowhere is taken for a file: reading it tells why.
---@param sources string[]
---@param extensions table<string, boolean>
---@return table found   files, repeated (names that led to a file again), failed
local function find(sources, extensions)
  local found = { files = {}, visited = {}, repeated = 0, failed = {}, extensions = extensions }
  for _, source in ipairs(sources) do
    local path = source == "-" and source or import.normalize(source)
    if path ~= "-" and lfs.attributes(path, "mode") == "directory" then
      add_folder(found, path)
    else
      add_file(found, path)
    end
  end
  return found
end

------------------------------------------------------------------------------------------------------- arguments

local function check_list(where, list, check)
  if #list == 0 then misuse.raise("%s is an empty list", where) end
  for i, item in ipairs(list) do check(("%s[%d]"):format(where, i), item, "string") end
  return list
end

local function sources_of(sources)
  if type(sources) == "string" then sources = { sources } end
  if type(sources) ~= "table" then
    misuse.raise("corpus:import: sources must be a string or a list of strings, not %s", misuse.describe(sources))
  end
  return check_list("corpus:import: sources", sources, misuse.path)
end

local function extension_set(list)
  local set = {}
  for _, extension in ipairs(check_list("corpus:import: option 'extensions'", list, misuse.check)) do
    set[extension:gsub("^%.", ""):lower()] = true
  end
  return set
end

------------------------------------------------------------------------------------------------------ transaction

-- Undoes what was written unless commit() was reached, also when an error flies past. A commit that fails has undone
-- it already.
local function transaction(corpus)
  local handle = corpus.store:alive()
  local ok, message, code = handle:begin()
  if not ok then return nil, message, code end
  local open = true
  corpus.importing = true
  local self = {}
  function self.commit()
    open = false
    return handle:commit()
  end
  return setmetatable(self, {
    __close = function()
      corpus.importing = nil
      if open and not handle:closed() then handle:rollback() end
    end,
  })
end

local function is_unchanged(handle, file)
  if file == "-" then return false end
  local size, modified = core.stat(file)
  if not size then return false end
  local _, known_size, known_modified = handle:known(file)
  return known_size == size and known_modified == modified
end

local function changed_files(handle, files)
  local changed = {}
  for _, file in ipairs(files) do
    if not is_unchanged(handle, file) then changed[#changed + 1] = file end
  end
  return changed
end

-- A file that was modified just before the import can be modified again without its time telling: some file systems
-- count in whole seconds or two.
local function is_recent(reading, started)
  local modified = reading:modified()
  return modified ~= nil and modified >= (started - 2) * 1000000000
end

-- Stores one reading, or notes why its file was refused. An error of the store is returned: it ends the import.
local function store_reading(handle, reading, file, found, summary)
  local message, code, byte = reading:error()
  if message then
    refuse(found, file, message, code, byte)
    return true
  end
  local count = handle:known(file) and "replaced" or "imported"
  local id, reason, symbol = handle:write(reading, file, is_recent(reading, found.started))
  if not id then return nil, reason, symbol end
  summary[count] = summary[count] + 1
  summary.bytes = summary.bytes + reading:size()
  return true
end

local function write_all(corpus, files, found, summary, on_progress)
  local reader <close> = core.reader(compiled.lexicon(corpus.lexicon, "corpus:import"), files)
  for done, file in ipairs(files) do
    local reading <close> = reader:next()
    local ok, message, code = store_reading(corpus.store:alive(), reading, file, found, summary)
    if not ok then return nil, message, code end
    if on_progress then on_progress(done, #files, file) end
  end
  return true
end

local function clock(corpus)
  return corpus.store:value("select (julianday('now') - 2440587.5) * 86400.0", {})
end

--- See corpus:import in policy.interface.
---@param corpus table
---@param sources string|string[]
---@param options table?
---@return table? summary
---@return string? message
---@return string? code
function import.run(corpus, sources, options)
  sources = sources_of(sources)
  options = misuse.options("corpus:import", options, OPTIONS)
  local extensions = extension_set(options.extensions or EXTENSIONS)
  if corpus.importing then misuse.raise("corpus:import: an import into this corpus is under way") end
  local started = clock(corpus)
  local found = find(sources, extensions)
  local summary = { imported = 0, replaced = 0, bytes = 0, repeated = found.repeated, failed = found.failed }
  found.started = started // 1
  local work <close>, message, code = transaction(corpus)
  if not work then return nil, message, code end
  local changed = changed_files(corpus.store:alive(), found.files)
  local ok
  ok, message, code = write_all(corpus, changed, found, summary, options.on_progress)
  if ok then ok, message, code = work.commit() end
  if not ok then return nil, message, code end
  summary.unchanged = #found.files - #changed
  summary.files = summary.imported + summary.replaced + summary.unchanged + #summary.failed
  summary.seconds = clock(corpus) - started
  return summary
end

return import
