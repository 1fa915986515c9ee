<?php
use function Async\{await, spawn};

$one = spawn(function () use (&$two) { await($two); });
$two = spawn(function () use ($one) { await($one); });
try {
    await($one);
} finally {
    echo "main is let go\n";
}
echo "never\n";
?>
