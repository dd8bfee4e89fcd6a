-- corpus:query: SQL that reads.

local misused = require("misused")
local sample = require("sample")

describe("corpus:query", function()
  local corpus
  setup(function() corpus = sample.corpus({ ["care.txt"] = sample.care, ["water.txt"] = sample.water }) end)
  teardown(function() corpus:close() end)

  local function rows(sql, ...)
    local list = {}
    for row in corpus:query(sql, ...) do list[#list + 1] = row end
    return list
  end

  it("gives each row as a table", function()
    assert.same({ { n = 1, x = 1.5, t = "字" }, { n = 2, t = "" } },
      rows("select 1 as n, 1.5 as x, '字' as t union all select 2, null, ''"))
    assert.equal("integer", math.type(rows("select count(*) n from section")[1].n))
    assert.equal(#corpus.sections, rows("select count(*) n from section")[1].n)
    assert.same({}, rows("select 1 where 0"))
  end)

  it("binds parameters", function()
    assert.same({ { a = 1, b = "x'\"", c = 0.5, d = 1, e = 0 } },
      rows("select ? a, ? b, ? c, ? d, ? e", 1, "x'\"", 0.5, true, false))
    assert.equal(2, #rows("select id from document where title like ?", "湖滨市%"))
  end)

  it("never writes", function()
    local before = #corpus.documents
    for _, sql in ipairs {
      "delete from document", "update document set title = 'x'", "drop table section", "create table t (x)",
      "insert into paragraph_text (paragraph_text) values ('optimize')", "pragma user_version = 7", "vacuum",
      "attach 'x' as y", "begin", "commit", "delete from document returning id", "select 1; delete from document",
      "with x as (select 1) delete from document", "", "  ", "-- nothing",
    } do
      misused(function() corpus:query(sql) end)
    end
    assert.equal(before, #corpus.documents)
  end)

  it("raises the caller's mistakes at the caller's line", function()
    assert.truthy(misused(function() corpus:query("select x from nowhere") end):find("nowhere"))
    assert.equal("corpus:query: sql must be a string, not nil", misused(function() corpus:query() end))
    assert.equal("corpus:query: parameter 2 must be a string, number or boolean, not nil",
      misused(function() corpus:query("select ?, ?", 1, nil) end))
    assert.equal("corpus:query: parameter 1 must be a string, number or boolean, not a policy.document",
      misused(function() corpus:query("select ?", corpus.documents[1]) end))
  end)

  it("can be left at any row, and be asked again meanwhile", function()
    for _ = 1, 50 do
      for row in corpus:query("select id from paragraph order by id") do
        assert.equal(row.id, rows("select min(id) id from paragraph")[1].id)
        if row.id > 0 then break end
      end
    end
    local own = sample.corpus({ ["care.txt"] = sample.care })
    for row in own:query("select id from paragraph") do
      if row.id > 0 then break end
    end
    assert.is_true(own:remove("care.txt"))
    own:close()
  end)

  it("tells, when the corpus is closed under it", function()
    local own = sample.corpus({ ["care.txt"] = sample.care })
    local message = misused(function()
      for _ in own:query("select id from paragraph") do own:close() end
    end)
    assert.truthy(message:find("corpus is closed"))
  end)

  it("keeps the corpus alive as long as it is used", function()
    local count = 0
    for _ in sample.corpus({ ["care.txt"] = sample.care }):query("select id from paragraph") do
      collectgarbage()
      count = count + 1
    end
    assert.equal(14, count)
  end)
end)
