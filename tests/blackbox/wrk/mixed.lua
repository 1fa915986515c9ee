-- The mix of `cargo xtask soak` for wrk, which checks sockets but not bodies.
-- Every twentieth request is a large body, the rest waits, small bodies and exceptions.

local requests = {}
local count = 0

function init(args)
   for i = 1, 20 do
      local path = "/small?seed=" .. i .. "&length=700"
      if i == 20 then
         path = "/large?seed=" .. i
      elseif i % 3 == 0 then
         path = "/delay?seed=" .. i .. "&length=100"
      elseif i % 7 == 0 then
         path = "/throw"
      elseif i % 11 == 0 then
         path = "/http-exception?seed=" .. i
      end
      requests[i] = wrk.format("GET", path)
   end
end

function request()
   count = count + 1
   return requests[count % 20 + 1]
end
