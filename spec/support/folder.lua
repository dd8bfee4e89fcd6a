-- Temporary folders of files: made by a spec, gone after it.

local lfs = require("lfs")
local shell = require("shell")

local folder = { make = shell.folder, remove = shell.remove, read = shell.read }

-- Writes a file, with the folders above it that are missing, and gives its path. `age`: seconds since it was modified.
function folder.write(path, text, age)
  local at = path:find("/", 2, true)
  while at do
    lfs.mkdir(path:sub(1, at - 1))
    at = path:find("/", at + 1, true)
  end
  shell.write(path, text)
  local time = os.time() - (age or 100)
  assert(lfs.touch(path, time, time))
  return path
end

return folder
