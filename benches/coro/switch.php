<?php
/** Two coroutines let each other run in turns; an operation is one suspension with its resumption. */
declare(strict_types=1);

return [
    'measure' => time_per_operation(...),
    'needs' => ['Async\spawn', 'Async\await', 'Async\suspend'],
    'coroutines' => function (int $count): int {
        $turns = static function () use ($count) {
            for ($i = 0; $i < $count / 2; $i++) {
                Async\suspend();
            }
        };
        [$one, $other] = [Async\spawn($turns), Async\spawn($turns)];
        Async\await($one);
        Async\await($other);
        return $count;
    },
    'fibers' => function (int $count): int {
        $loop = loop();
        $turns = static function () use ($count, $loop) {
            for ($i = 0; $i < $count / 2; $i++) {
                $loop->suspend();
            }
        };
        $loop->awaitAll([$loop->spawn($turns), $loop->spawn($turns)]);
        return $count;
    },
    // Swoole has no queue to go to the end of: one resumes the other, which yields.
    'swoole' => function (int $count): int {
        $other = Swoole\Coroutine::create(static function () use ($count) {
            for ($i = 0; $i < $count; $i++) {
                Swoole\Coroutine::yield();
            }
        });
        for ($i = 0; $i < $count; $i++) {
            Swoole\Coroutine::resume($other);
        }
        return $count;
    },
];
