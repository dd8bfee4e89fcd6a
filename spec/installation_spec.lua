-- #installation: what a person installs works away from the checkout, by LuaRocks and by make.
--
-- Both build in a copy outside the checkout, as LuaRocks leaves its objects beside the sources.

local shell = require("shell")

-- A document and the search that must find it, with the command at `path`, from a folder that is not the checkout.
local function use(path, folder)
  shell.write(folder .. "/甲.txt", "岭北县数字乡村方案\n\n一、总体要求\n推进村村通光纤。\n")
  local function run(...) return shell.check(("cd '%s' && %s"):format(folder, shell.line(path, ...))) end
  run("import", "corpus.db", "甲.txt")
  assert.truthy(run("list", "corpus.db", "sections", "--format", "tsv"):find("总体要求", 1, true))
  assert.truthy(run("search", "corpus.db", "村通光", "--format", "tsv"):find("甲.txt", 1, true))
end

describe("installing #installation", function()
  local folder, tree
  setup(function()
    folder = shell.folder()
    tree = folder .. "/tree"
    shell.check(("mkdir '%s/copy' '%s/elsewhere' && cp -R csrc lua data spec Makefile *.rockspec '%s/copy'")
      :format(folder, folder, folder))
  end)
  teardown(function() shell.remove(folder) end)

  it("by luarocks make gives a command that runs from any folder", function()
    shell.check(("cd '%s/copy' && luarocks --lua-version 5.4 make --deps-mode none --tree '%s'"):format(folder, tree))
    use(tree .. "/bin/policy", folder .. "/elsewhere")
    assert.same({ tree .. "/lib/lua/5.4/policy/core.so" }, shell.find(("'%s' -name '*.so'"):format(tree)))
  end)

  it("by make install gives the same, below any prefix", function()
    local prefix = folder .. "/with space"
    shell.check(("cd '%s/copy' && make -s -j2 install PREFIX='%s'"):format(folder, prefix))
    use(prefix .. "/bin/policy", folder .. "/elsewhere")
  end)
end)
