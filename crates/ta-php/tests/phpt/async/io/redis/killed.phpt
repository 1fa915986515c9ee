--TEST--
Redis: a connection that is killed fails at once, with the driver's error
--EXTENSIONS--
igbinary
redis
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/../matrix.inc';
needs('TA_REDIS_PORT');
?>
--FILE--
<?php
require __DIR__ . '/redis.inc';

$other = connection();
$connect = function () use (&$id) {
    $redis = connection();
    $redis->setOption(Redis::OPT_MAX_RETRIES, 0);
    $id = $redis->rawCommand('CLIENT', 'ID');
    return $redis;
};
$kill = function () use ($other, &$id) {
    $other->rawCommand('CLIENT', 'KILL', 'ID', $id);
};
$redis = $connect();
bereaved('blPop', fn() => $redis->blPop([key_of('none')], 60), $kill);
$redis = $connect();
bereaved('subscribe', fn() => $redis->subscribe([key_of('channel')], fn() => null), $kill);
$redis = $connect();
bereaved('pipeline', fn() => $redis->multi(Redis::PIPELINE)->ping()->blPop([key_of('none')], 60)->exec(), $kill);
echo $other->echo('seven'), "\n";
?>
--EXPECT--
blPop: RedisException
subscribe: RedisException
pipeline: RedisException
seven
