<?php
/** Many coroutines are parked until one of them opens a gate; what counts is the resident memory meanwhile. */
declare(strict_types=1);

return [
    'measure' => memory_per_coroutine(...),
    'needs' => ['Async\spawn', 'Async\await', 'Async\suspend'],
    'coroutines' => function (int $count, callable $look): void {
        $open = false;
        $gate = Async\spawn(static function () use (&$open) {
            while (!$open) {
                Async\delay(1);
            }
        });
        $wait = static fn() => Async\await($gate);
        $parked = [];
        try {
            for ($i = 0; $i < $count; $i++) {
                $parked[] = Async\spawn($wait);
            }
            // The queue is in order: everybody has run when it is our turn again.
            Async\suspend();
            $look();
        } finally {
            $open = true;
        }
        foreach ($parked as $one) {
            Async\await($one);
        }
    },
    'fibers' => function (int $count, callable $look): void {
        $loop = loop();
        $wait = static fn() => $loop->park();
        $parked = [];
        for ($i = 0; $i < $count; $i++) {
            $parked[] = $loop->spawn($wait);
        }
        $loop->await($loop->spawn(static fn() => null));
        $look();
        foreach ($parked as $one) {
            $loop->wake($one);
        }
        $loop->awaitAll($parked);
    },
    'swoole' => function (int $count, callable $look): void {
        $wait = static fn() => Swoole\Coroutine::yield();
        $parked = [];
        for ($i = 0; $i < $count; $i++) {
            $parked[] = Swoole\Coroutine::create($wait);
        }
        $look();
        foreach ($parked as $one) {
            Swoole\Coroutine::resume($one);
        }
    },
];
