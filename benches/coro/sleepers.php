<?php
/** 10,000 coroutines sleep for 10 ms at the same time; an operation is one of them, from its spawn to its end. */
declare(strict_types=1);

const SLEEPERS = 10_000;

return [
    'measure' => time_per_operation(...),
    'needs' => ['Async\spawn', 'Async\await', 'Async\delay'],
    'coroutines' => function (int $count): int {
        $sleep = static fn() => Async\delay(10);
        $rounds = max(1, intdiv($count, SLEEPERS));
        for ($round = 0; $round < $rounds; $round++) {
            $sleepers = [];
            for ($i = 0; $i < SLEEPERS; $i++) {
                $sleepers[] = Async\spawn($sleep);
            }
            foreach ($sleepers as $sleeper) {
                Async\await($sleeper);
            }
        }
        return $rounds * SLEEPERS;
    },
    'fibers' => function (int $count): int {
        $loop = loop();
        $sleep = static fn() => $loop->delay(10);
        $rounds = max(1, intdiv($count, SLEEPERS));
        for ($round = 0; $round < $rounds; $round++) {
            $sleepers = [];
            for ($i = 0; $i < SLEEPERS; $i++) {
                $sleepers[] = $loop->spawn($sleep);
            }
            $loop->awaitAll($sleepers);
        }
        return $rounds * SLEEPERS;
    },
    'swoole' => function (int $count): int {
        $sleep = static fn() => Swoole\Coroutine::sleep(0.01);
        $rounds = max(1, intdiv($count, SLEEPERS));
        for ($round = 0; $round < $rounds; $round++) {
            $sleepers = [];
            for ($i = 0; $i < SLEEPERS; $i++) {
                $sleepers[] = Swoole\Coroutine::create($sleep);
            }
            Swoole\Coroutine::join($sleepers);
        }
        return $rounds * SLEEPERS;
    },
];
