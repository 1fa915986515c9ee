<?php
/** Two coroutines send a number back and forth over two channels; an operation is one hop. */
declare(strict_types=1);

return [
    'measure' => time_per_operation(...),
    'needs' => ['Async\spawn', 'Async\await', 'Async\Channel'],
    'coroutines' => function (int $count): int {
        [$there, $back] = [new Async\Channel(0), new Async\Channel(0)];
        $rounds = intdiv($count, 2) + 1;
        $echo = Async\spawn(static function () use ($there, $back, $rounds) {
            for ($i = 0; $i < $rounds; $i++) {
                $back->send($there->recv());
            }
        });
        $ask = Async\spawn(static function () use ($there, $back, $rounds) {
            for ($i = 0; $i < $rounds; $i++) {
                $there->send($i);
                $back->recv() === $i ?: throw new LogicException('another number came back');
            }
        });
        Async\await($ask);
        Async\await($echo);
        return $rounds * 2;
    },
    'fibers' => function (int $count): int {
        $loop = loop();
        [$there, $back] = [new Channel($loop), new Channel($loop)];
        $rounds = intdiv($count, 2) + 1;
        $echo = $loop->spawn(static function () use ($there, $back, $rounds) {
            for ($i = 0; $i < $rounds; $i++) {
                $back->send($there->recv());
            }
        });
        $ask = $loop->spawn(static function () use ($there, $back, $rounds) {
            for ($i = 0; $i < $rounds; $i++) {
                $there->send($i);
                $back->recv() === $i ?: throw new LogicException('another number came back');
            }
        });
        $loop->awaitAll([$ask, $echo]);
        return $rounds * 2;
    },
    // Its channels hold at least one value.
    'swoole' => function (int $count): int {
        [$there, $back] = [new Swoole\Coroutine\Channel(1), new Swoole\Coroutine\Channel(1)];
        $rounds = intdiv($count, 2) + 1;
        $echo = Swoole\Coroutine::create(static function () use ($there, $back, $rounds) {
            for ($i = 0; $i < $rounds; $i++) {
                $back->push($there->pop());
            }
        });
        for ($i = 0; $i < $rounds; $i++) {
            $there->push($i);
            $back->pop() === $i ?: throw new LogicException('another number came back');
        }
        Swoole\Coroutine::join([$echo]);
        return $rounds * 2;
    },
];
