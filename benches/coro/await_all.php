<?php
/** Spawns 1,000 empty closures and waits for all of them in one call; an operation is one of them. */
declare(strict_types=1);

const TASKS = 1_000;

return [
    'measure' => time_per_operation(...),
    'needs' => ['Async\spawn', 'Async\await_all'],
    'coroutines' => function (int $count): int {
        $empty = static fn() => null;
        $rounds = max(1, intdiv($count, TASKS));
        for ($round = 0; $round < $rounds; $round++) {
            $tasks = [];
            for ($i = 0; $i < TASKS; $i++) {
                $tasks[] = Async\spawn($empty);
            }
            Async\await_all($tasks);
        }
        return $rounds * TASKS;
    },
    'fibers' => function (int $count): int {
        $loop = loop();
        $empty = static fn() => null;
        $rounds = max(1, intdiv($count, TASKS));
        for ($round = 0; $round < $rounds; $round++) {
            $tasks = [];
            for ($i = 0; $i < TASKS; $i++) {
                $tasks[] = $loop->spawn($empty);
            }
            $loop->awaitAll($tasks);
        }
        return $rounds * TASKS;
    },
    'swoole' => function (int $count): int {
        $empty = static fn() => null;
        $rounds = max(1, intdiv($count, TASKS));
        for ($round = 0; $round < $rounds; $round++) {
            $tasks = [];
            for ($i = 0; $i < TASKS; $i++) {
                $tasks[] = Swoole\Coroutine::create($empty);
            }
            Swoole\Coroutine::join($tasks);
        }
        return $rounds * TASKS;
    },
];
