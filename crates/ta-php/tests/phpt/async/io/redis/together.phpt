--TEST--
Redis: ten coroutines wait for the server as long as one
--EXTENSIONS--
igbinary
redis
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/../matrix.inc';
needs('TA_REDIS_PORT');
?>
--INI--
redis.pconnect.pooling_enabled=0
--FILE--
<?php
require __DIR__ . '/redis.inc';

together('blPop', 1.0, fn($i) => connection()->blPop([key_of("none $i")], 1));
together('an answer that comes from another one', 0.3, function ($i) {
    $key = key_of("list $i");
    $writer = Async\spawn(function () use ($key) {
        usleep(300_000);
        return connection()->rPush($key, 'value');
    });
    return [connection()->blPop([$key], 5)[1], Async\await($writer)];
});
together('streams', 0.3, fn($i) => connection()->xRead([key_of("stream $i") => '$'], 1, 300));
together('pipelines', 1.0, function ($i) {
    $key = key_of("pipe $i");
    return connection()->multi(Redis::PIPELINE)->set($key, '1')->incr($key)->blPop([key_of("none $i")], 1)->del($key)->exec();
});
together('subscriptions', 0.3, function ($i) {
    $channel = key_of("channel $i");
    Async\spawn(function () use ($channel) {
        usleep(300_000);
        connection()->publish($channel, 'news');
    });
    $redis = connection(5);
    try {
        $redis->subscribe([$channel], function ($redis, $channel, $message) use (&$heard) {
            $heard = $message;
            $redis->close();
        });
    } catch (RedisException) {
        // The only way out of subscribe() that every version knows.
    }
    return $heard;
});
?>
--EXPECT--
blPop: together, []
an answer that comes from another one: together, ["value",1]
streams: together, []
pipelines: together, [true,2,[],1]
subscriptions: together, "news"
