-- README.md: every example in it does what it says.

local shell = require("shell")

local CHECKOUT = shell.check("pwd"):gsub("\n$", "")
local BUILD = CHECKOUT .. "/" .. (os.getenv("POLICY_BUILD") or "build")
local README = shell.read("README.md")

-- The fenced blocks of a language, each with the block right behind it: what it prints.
local function blocks(language)
  local list = {}
  for code, rest in README:gmatch("\n```" .. language .. "\n(.-)\n```\n()") do
    list[#list + 1] = { code = code, output = README:sub(rest):match("^[^`#|]-```text\n(.-\n)```") }
  end
  return list
end

-- In one block of a console: commands behind `$ `, each with the lines up to the next one.
local function commands(block)
  local list = {}
  for line in (block .. "\n"):gmatch("(.-)\n") do
    if line:sub(1, 2) == "$ " then
      list[#list + 1] = { line = line:sub(3), output = "" }
    else
      list[#list].output = list[#list].output .. line .. "\n"
    end
  end
  return list
end

describe("README.md", function()
  local folder

  local function run(line)
    local paths = "LUA_PATH='%s/lua/?.lua;%s/lua/?/init.lua;;' LUA_CPATH='%s/?.so;;'"
    paths = paths:format(CHECKOUT, CHECKOUT, BUILD)
    local environment = ("%s PATH='%s/bin':$PATH NO_COLOR=1"):format(paths, BUILD)
    return (shell.run(("cd '%s' && export %s && { %s\n}"):format(folder, environment, line)))
  end

  before_each(function()
    folder = shell.folder()
    shell.check(shell.line("ln", "-s", CHECKOUT .. "/data", folder .. "/data"))
  end)

  after_each(function() shell.remove(folder) end)

  it("opens with the two commands", function()
    assert.matches("make deps demo.*make deps test", README:sub(1, 1200))
  end)

  it("has Lua examples that print what stands below them", function()
    local lua = os.getenv("POLICY_LUA") or "lua5.4"
    local list = blocks("lua")
    assert.is_true(#list >= 3)
    for _, block in ipairs(list) do
      shell.write(folder .. "/example.lua", block.code)
      assert.equal(block.output, run(lua .. " example.lua"))
    end
  end)

  it("has commands that print what stands below them", function()
    local list = blocks("console")
    assert.is_true(#list >= 3)
    for _, block in ipairs(list) do
      for _, command in ipairs(commands(block.code)) do
        assert.equal(command.line .. "\n" .. command.output, command.line .. "\n" .. run(command.line))
      end
    end
  end)

  it("has a session of the REPL that answers so", function()
    run("policy import town.db data")
    local session = README:match("\n```\n(policy> .-\n)```")
    local input, output = {}, {}
    for line in session:gmatch("(.-)\n") do
      local typed = line:match("^policy> (.*)")
      if typed then input[#input + 1] = typed else output[#output + 1] = line end
    end
    shell.write(folder .. "/input", table.concat(input, "\n") .. "\n")
    assert.equal(table.concat(output, "\n") .. "\n", run("policy repl town.db <input"))
  end)
end)
