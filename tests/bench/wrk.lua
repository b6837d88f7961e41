-- SPDX-License-Identifier: MIT
-- wrk's requests: wrk -s wrk.lua URL -- GOAL TOKEN FIRST FIRST_WORKER BODY. It ends with a line of JSON.
local goal, token, first, first_worker, body
local sequence = 0

local function uuid(number)
    local digits = string.format("0199b2c4000070008%015.0f", number)
    return digits:gsub("^(%x%x%x%x%x%x%x%x)(%x%x%x%x)(%x%x%x%x)(%x%x%x%x)(%x+)$", "%1-%2-%3-%4-%5")
end

local function post(path, worker)
    return wrk.format("POST", path, {
        ["Authorization"] = "Bearer " .. token,
        ["Content-Type"] = "application/json",
        ["Idempotency-Key"] = string.format("%.0f", first + sequence),
    }, string.format('{"swe_number":"SW%.0f",%s', worker, body))
end

local function get(path, rows)
    local id = uuid(100000000000000 + math.random(1, rows))
    return wrk.format("GET", path .. id, { ["Authorization"] = "Bearer " .. token })
end

local goals = {
    g1a = function() return get("/v1/rate-caps/", 1000) end,
    g1b = function() return get("/v1/placements/", 20000) end,
    g2 = function() return post("/v1/eligibility-checks", 1000000 + math.random(1, 100000)) end,
    g3 = function() return post("/v1/placements", first_worker + sequence) end,
}

function init(args)
    goal, token, body = args[1], args[2], args[5]:sub(2)
    first, first_worker = tonumber(args[3]), tonumber(args[4])
    math.randomseed(first_worker)
end

function request()
    sequence = sequence + 1
    return goals[goal]()
end

function done(summary, latency)
    local e = summary.errors
    local failed = e.status + e.connect + e.read + e.write + e.timeout
    local line = '{"requests": %d, "seconds": %f, "failed": %d, "p50_ms": %f, "p99_ms": %f}\n'
    io.write(line:format(summary.requests, summary.duration / 1e6, failed, latency:percentile(50) / 1e3,
        latency:percentile(99) / 1e3))
end
