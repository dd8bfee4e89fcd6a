-- The progress bar: what it says, how often, and that it fits.

local progress = require("policy.progress")
local terminal = require("policy.terminal")

local STATE = { done = 300, total = 1200, bytes = 30 * 1000 * 1000, file = "plans/city/节水行动方案.md" }

describe("the line of a progress bar", function()
  it("tells done, total, rates, time left and the file", function()
    assert.equal(
      "█████░░░░░░░░░░░░░░░  25%  300/1200 files  3.0 MB/s  30 files/s  0:30 left  plans/city/节水行动方案.md",
      progress.line(STATE, 10, 120)
    )
  end)

  it("leaves out what a narrow terminal has no room for", function()
    assert.equal("██░░░░░░  25%  300/1200 files  3.0 MB/s  30 files/s", progress.line(STATE, 10, 60))
    assert.equal("██░░░░░░  25%", progress.line(STATE, 10, 20))
    assert.equal(
      "██░░░░░░  25%  300/1200 files  3.0 MB/s  30 files/s  0:30 left  …水行动方案.md",
      progress.line(STATE, 10, 80)
    )
  end)

  it("always fits", function()
    for columns = 1, 130 do
      local line = progress.line(STATE, 10, columns)
      assert.is_true(terminal.width(line) < columns or line == "", columns .. ": " .. line)
    end
  end)

  it("says no rate before there is one, and no time left at the end", function()
    assert.equal("░░░░░░░░   0%  0/0 files", progress.line({ done = 0, total = 0 }, 0, 60))
    assert.equal("████████ 100%  2/2 files  2.0 files/s", progress.line({ done = 2, total = 2 }, 1, 60))
  end)

  it("writes long times in minutes and hours", function()
    assert.equal("0:07", progress.duration(7.2))
    assert.equal("12:34", progress.duration(754))
    assert.equal("1:02:03", progress.duration(3723))
  end)
end)

describe("a progress bar", function()
  local now, written, columns, bar

  before_each(function()
    now, written, columns = 0, {}, 60
    bar = progress.new({
      stream = {
        write = function(_, ...) written[#written + 1] = table.concat({ ... }) end,
        flush = function() end,
      },
      columns = function() return columns end,
      clock = function() return now end,
    })
  end)

  it("is redrawn in place, ten times a second at most", function()
    for step = 1, 100 do
      now = step / 100
      bar:update({ done = step, total = 100 })
    end
    assert.is_true(#written >= 9 and #written <= 10, "drawn " .. #written .. " times")
    for _, text in ipairs(written) do assert.equal("\r\27[K", text:sub(1, 4)) end
  end)

  it("follows the terminal's width", function()
    bar:update({ done = 1, total = 100 })
    now, columns = 1, 20
    bar:update({ done = 2, total = 100 })
    assert.is_true(terminal.width(written[2]:sub(5)) < 20)
  end)

  it("leaves a clean line, and nothing where it was never drawn", function()
    bar:finish()
    assert.same({}, written)
    bar:update({ done = 1, total = 2 })
    bar:finish()
    bar:finish()
    assert.equal("\r\27[K", written[2])
    assert.equal(2, #written)
  end)
end)
