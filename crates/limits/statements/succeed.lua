-- KEYS: known, pair, account. ARGV: now, and how long the network stays known; milliseconds.
local now, memory = tonumber(ARGV[1]), tonumber(ARGV[2])
local known = tonumber(redis.call('GET', KEYS[1])) or 0
redis.call('DEL', known > now and KEYS[2] or KEYS[3])
redis.call('SET', KEYS[1], string.format('%.0f', now + memory), 'PX', string.format('%.0f', memory))
return 0
