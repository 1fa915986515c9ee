<?php
/** Spawns an empty closure and waits for it, again and again. */
declare(strict_types=1);

return [
    'measure' => time_per_operation(...),
    'needs' => ['Async\spawn', 'Async\await'],
    'coroutines' => function (int $count): int {
        $empty = static fn() => null;
        for ($i = 0; $i < $count; $i++) {
            Async\await(Async\spawn($empty));
        }
        return $count;
    },
    'fibers' => function (int $count): int {
        $loop = loop();
        $empty = static fn() => null;
        for ($i = 0; $i < $count; $i++) {
            $loop->await($loop->spawn($empty));
        }
        return $count;
    },
    'swoole' => function (int $count): int {
        $empty = static fn() => null;
        for ($i = 0; $i < $count; $i++) {
            Swoole\Coroutine::join([Swoole\Coroutine::create($empty)]);
        }
        return $count;
    },
];
