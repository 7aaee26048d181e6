-- KEYS: the rates' keys, then, for a password, known, pair and account.
-- ARGV: now, the number of rates, step and slack of each, then the ladder's figures: free, first, longest, low, high.
-- All times in milliseconds. Numbers are written as whole digits: a plain tostring would write 1.79e+12.
local now, rates = tonumber(ARGV[1]), tonumber(ARGV[2])
local wait, due = 0, {}
for i = 1, rates do
    local slack = tonumber(ARGV[2 + 2 * i])
    due[i] = math.max(tonumber(redis.call('GET', KEYS[i])) or now, now)
    wait = math.max(wait, due[i] - now - slack)
end

local rung, tries = nil, 0
if #KEYS > rates then
    local known = tonumber(redis.call('GET', KEYS[rates + 1])) or 0
    rung = known > now and KEYS[rates + 2] or KEYS[rates + 3]
    local held = redis.call('HMGET', rung, 'tries', 'due', 'forget')
    if (tonumber(held[3]) or 0) > now then
        tries = tonumber(held[1])
        wait = math.max(wait, tonumber(held[2]) - now)
    end
end
if wait > 0 then
    return wait
end

for i = 1, rates do
    local next = due[i] + tonumber(ARGV[1 + 2 * i])
    redis.call('SET', KEYS[i], string.format('%.0f', next), 'PX', string.format('%.0f', math.max(next - now, 1)))
end
if rung then
    local at = 2 + 2 * rates
    local free, first, longest = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
    local low, high = tonumber(ARGV[at + 4]), tonumber(ARGV[at + 5])
    tries = tries + 1
    local pause = 0
    if tries >= free then
        pause = math.min(first * 2 ^ math.min(tries - free, 20), longest)
    end
    local memory = tries < free and low or high
    redis.call('HSET', rung, 'tries', string.format('%.0f', tries), 'due', string.format('%.0f', now + pause),
        'forget', string.format('%.0f', now + memory))
    redis.call('PEXPIRE', rung, string.format('%.0f', memory))
end
return 0
