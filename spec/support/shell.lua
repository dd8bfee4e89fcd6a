-- Programs run from Lua: words are quoted, output and exit status come back.

local shell = {}

--- The words as one line of shell, each quoted.
function shell.line(...)
  local words = {}
  for _, word in ipairs({ ... }) do words[#words + 1] = "'" .. word:gsub("'", "'\\''") .. "'" end
  return table.concat(words, " ")
end

--- Runs a line of shell.
---@return string output standard output and standard error
---@return integer status the exit status; 128 and more for a signal
function shell.run(line)
  local pipe = assert(io.popen("{ " .. line .. "\n} 2>&1", "r"))
  local output = pipe:read("a")
  local _, how, status = pipe:close()
  return output, how == "signal" and 128 + status or status
end

--- Runs a line of shell that has to succeed, and gives its output.
function shell.check(line)
  local output, status = shell.run(line)
  if status ~= 0 then error(("%s\nended with status %d:\n%s"):format(line, status, output), 2) end
  return output
end

--- Makes an empty folder in the system's temporary folder.
function shell.folder()
  local folder = os.tmpname()
  os.remove(folder)
  shell.check(shell.line("mkdir", folder))
  return folder
end

--- Removes a folder with all that is in it.
function shell.remove(folder) shell.check(shell.line("rm", "-rf", folder)) end

--- The whole of a file.
function shell.read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read("a")
end

--- Makes a file of `text`.
function shell.write(path, text)
  local file <close> = assert(io.open(path, "wb"))
  assert(file:write(text))
end

--- The paths that a `find` expression gives, sorted.
function shell.find(expression)
  local paths = {}
  for path in shell.check("find " .. expression):gmatch("[^\n]+") do paths[#paths + 1] = path end
  table.sort(paths)
  return paths
end

--- The command as it was built, by its full path: that of the variant that the environment's POLICY_BUILD names, else
--- the plain one.
shell.policy = ("%s/%s/bin/policy"):format(shell.check("pwd"):gsub("\n$", ""), os.getenv("POLICY_BUILD") or "build")

return shell
