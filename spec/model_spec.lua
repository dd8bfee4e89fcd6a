-- What is declared is complete, and what follows from it is up to date.

local annotations = require("policy.annotations")
local interface = require("policy.interface")
local model = require("policy.model")
local policy = require("policy")
local sample = require("sample")
local shell = require("shell")

describe("the model", function()
  it("describes each member of each type in English and in Chinese, on one line", function()
    local function check(item, where)
      for _, text in ipairs { item.doc, item.zh } do
        assert.truthy(text ~= "" and not text:find("\n"), where)
      end
      assert.truthy(item.zh:find("[\xE4-\xE9]"), where .. " has no Chinese")
    end
    for _, declaration in ipairs(model.list) do
      check(declaration, declaration.name)
      for _, list in ipairs { declaration.fields, declaration.relations, declaration.derived } do
        for _, item in ipairs(list) do check(item, declaration.name .. "." .. item.name) end
      end
    end
  end)

  it("names the columns that the store has", function()
    local corpus <close> = assert(policy.open(":memory:"))
    for _, declaration in pairs(model.collections) do
      local columns = {}
      for row in corpus:query("select name, type, [notnull] from pragma_table_info(?)", declaration.name) do
        columns[row.name] = row
      end
      for _, field in ipairs(declaration.fields) do
        local column = assert(columns[field.name], declaration.name .. "." .. field.name)
        assert.equal(field.type == "string" and "TEXT" or "INTEGER", column.type)
        local required = column.notnull == 1 or field.name == "id"
        assert.equal(not field.optional, required, declaration.name .. "." .. field.name)
      end
      for _, relation in ipairs(declaration.relations) do
        assert.truthy(model.types[relation.target])
        if relation.column then assert.truthy(columns[relation.column]) end
      end
    end
  end)

  it("gives every record only fields that it declares", function()
    local corpus <close> = sample.corpus({ ["care.txt"] = sample.care })
    for name, declaration in pairs(model.collections) do
      for _, record in pairs(corpus[name]) do
        for field, value in pairs(record) do
          local declared = assert(declaration.field[field], name .. "." .. field)
          assert.equal(declared.type == "string" and "string" or "number", type(value))
        end
        for _, field in ipairs(declaration.fields) do
          assert.truthy(field.optional or record[field.name] ~= nil, name .. "." .. field.name)
        end
      end
    end
  end)

  it("exports the columns of the gold answers first", function()
    local gold = {
      document = "file kind title issuer number date publisher",
      section = "file line level style number title parent_line",
    }
    local corpus <close> = sample.corpus({ ["care.txt"] = sample.care })
    for name, columns in pairs(gold) do
      local declaration, i = model.types[name], 0
      for column in columns:gmatch("%S+") do
        i = i + 1
        assert.equal(column, declaration.export[i].name)
      end
      local rows = 0
      for row in corpus:query(model.export_statement(declaration)) do
        rows = rows + 1
        assert.truthy(row.file)
      end
      assert.equal(#corpus[declaration.collection], rows)
    end
  end)

  it("exports the line of a section's parent, 0 for none", function()
    local corpus <close> = sample.corpus({ ["care.txt"] = sample.care })
    local i = 0
    for row in corpus:query(model.export_statement(model.types.section)) do
      i = i + 1
      local section = corpus.sections[i]
      assert.equal(section.line, row.line)
      assert.equal(section.parent and section.parent.line or 0, row.parent_line)
    end
  end)
end)

describe("the annotations", function()
  it("are up to date: if not, make annotations", function()
    assert.equal(shell.read("lua/policy/library.lua"), annotations.text())
  end)

  it("are Lua", function()
    assert.is_function(load(annotations.text()))
  end)

  it("name every field and relation of every type", function()
    local text = annotations.text()
    for _, declaration in ipairs(model.list) do
      local class = text:match("%-%-%-@class policy%." .. declaration.name .. "\n(.-)\n\n")
      for _, list in ipairs { declaration.fields, declaration.relations, declaration.derived } do
        for _, item in ipairs(list) do
          assert.truthy(class:find("@field " .. item.name .. "%??%s"), declaration.name .. "." .. item.name)
        end
      end
    end
  end)
end)

describe("the interface", function()
  local function find(corpus, name)
    local roots = { policy = policy, corpus = corpus, collection = corpus.documents, hits = corpus:search("x") }
    local value
    for word in name:gmatch("%w+") do
      if value == nil then value = roots[word] else value = value[word] end
    end
    return value
  end

  it("declares functions that exist", function()
    local corpus <close> = assert(policy.open(":memory:"))
    for _, declared in ipairs(interface.functions) do
      assert.is_function(find(corpus, declared.name), declared.name)
    end
  end)

  it("declares every function that exists", function()
    local declared = {}
    for _, item in ipairs(interface.functions) do declared[item.name] = true end
    for name, value in pairs(policy) do
      if type(value) == "function" then assert.truthy(declared["policy." .. name], name) end
    end
    for name in pairs(policy.text) do assert.truthy(declared["policy.text." .. name], name) end
  end)

  it("is handed out as the help's data", function()
    assert.equal(model.list, policy.help.types)
    assert.equal(interface.functions, policy.help.functions)
  end)

  it("gives examples that are Lua", function()
    for _, declared in ipairs(interface.functions) do
      local code = declared.example:gsub(" %-%->.*", "")
      assert.truthy(load(code) or load("return " .. code), declared.name)
    end
  end)
end)
