--TEST--
A generator may wait and spawn its triggers one by one
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all, await_all_or_fail, spawn, suspend};

function source(): Generator
{
    foreach (['x' => 30, 'y' => 10, 'z' => 10] as $key => $turns) {
        echo "spawns $key\n";
        yield $key => spawn(function () use ($key, $turns) {
            while ($turns--) {
                suspend();
            }
            echo "$key ends\n";
            return strtoupper($key);
        });
        suspend();
    }
    echo "source ends\n";
}
echo json_encode(await_all(source())), "\n";
echo json_encode(await_all_or_fail(source())), "\n";
?>
--EXPECT--
spawns x
spawns y
spawns z
source ends
y ends
z ends
x ends
[{"x":"X","y":"Y","z":"Z"},[]]
spawns x
spawns y
spawns z
source ends
y ends
z ends
x ends
{"x":"X","y":"Y","z":"Z"}
