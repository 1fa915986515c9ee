--TEST--
Redis: results, errors and timeouts are those of plain PHP
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

as_ever([
    'strings' => function () {
        $redis = connection();
        $redis->set(key_of('a'), 'value', ['EX' => 60]);
        return [$redis->get(key_of('a')), $redis->get(key_of('none')), $redis->del(key_of('a'))];
    },
    'hashes' => function () {
        $redis = connection();
        $redis->hMSet(key_of('h'), ['a' => 1, 'b' => 2]);
        return [$redis->hGetAll(key_of('h')), $redis->del(key_of('h'))];
    },
    'transactions' => fn() => connection()->multi()->set(key_of('t'), 1)->incr(key_of('t'))->del(key_of('t'))->exec(),
    'much data' => function () {
        $redis = connection();
        $redis->set(key_of('m'), str_repeat('0123456789', 300_000));
        return [md5($redis->get(key_of('m'))), $redis->del(key_of('m'))];
    },
    'scripts' => fn() => connection()->eval('return {1, "two", {3}}'),
    'a mistake' => function () {
        $redis = connection();
        return [$redis->eval('return nonsense('), is_string($redis->getLastError())];
    },
    'wrong type' => function () {
        $redis = connection();
        $redis->set(key_of('w'), 'text');
        return [$redis->lPush(key_of('w'), 1), strtok($redis->getLastError(), ' '), $redis->del(key_of('w'))];
    },
    'scan' => function () {
        $redis = connection();
        for ($i = 0; $i < 30; $i++) {
            $redis->set(key_of("scan $i"), $i);
        }
        for ($cursor = null, $found = []; $keys = $redis->scan($cursor, key_of('scan') . '*', 1000);) {
            $found = [...$found, ...$keys];
        }
        $redis->del($found);
        return count($found);
    },
    'read timeout' => fn() => connection(0.2)->blPop([key_of('none')], 20),
    'nobody listens' => fn() => (new Redis())->connect('127.0.0.1', 1, 1),
    'no such host' => fn() => (new Redis())->connect(NO_HOST, 1, 1),
    'authentication' => fn() => connection()->auth('secret'),
    'persistent' => function () {
        $redis = new Redis();
        $redis->pconnect('127.0.0.1', (int) getenv('TA_REDIS_PORT'), 5);
        return $redis->ping();
    },
]);
?>
--EXPECT--
strings: ["value",false,1]
hashes: [{"a":"1","b":"2"},1]
transactions: [true,2,1]
much data: ["55a95d24c5e52ee25a245028a1768961",1]
scripts: [1,"two",[3]]
a mistake: [false,true]
wrong type: [false,"WRONGTYPE",1]
scan: 30
read timeout: RedisException
nobody listens: RedisException
no such host: RedisException, warnings: 1
authentication: RedisException
persistent: true
