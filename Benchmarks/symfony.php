<?php
// Sends as many confirmations as asked for with Symfony Mailer and Twig, over one connection, and prints the seconds.
//
//     php symfony.php FOLDER PORT COUNT NODELAY
//
// FOLDER holds subject.txt, text.twig, html.twig and calendar.ics, with {{ name }} and {{ link }} where they differ.

require '/usr/share/php/Symfony/Component/Mailer/autoload.php';
require '/usr/share/php/Symfony/Component/Mime/autoload.php';
require '/usr/share/php/Twig/autoload.php';

use Symfony\Component\Mailer\Mailer;
use Symfony\Component\Mailer\Transport\Smtp\EsmtpTransport;
use Symfony\Component\Mime\Address;
use Symfony\Component\Mime\Email;

[, $folder, $port, $count, $nodelay] = $argv;
$begun = microtime(true);
$transport = new EsmtpTransport('127.0.0.1', (int) $port, false);
// It opens its connection anew after a hundred messages, and asks whether it still stands after that many seconds.
$transport->setRestartThreshold(PHP_INT_MAX);
if ($nodelay === '1') {
    $transport->getStream()->setStreamOptions(['socket' => ['tcp_nodelay' => true]]);
}
$mailer = new Mailer($transport);
$twig = new Twig\Environment(new Twig\Loader\FilesystemLoader($folder), ['cache' => $folder . '/cache']);
$subject = file_get_contents($folder . '/subject.txt');
$calendar = file_get_contents($folder . '/calendar.ics');
for ($number = 0; $number < (int) $count; $number++) {
    $facts = ['name' => "Agent $number", 'link' => "/b/$number"];
    $email = (new Email())
        ->from(new Address('rdv@localhost', 'OpsTracker'))
        ->to(new Address("agent$number@agents.example", $facts['name']))
        ->subject($subject)
        ->text($twig->render('text.twig', $facts))
        ->html($twig->render('html.twig', $facts))
        ->attach($calendar, 'rendez-vous.ics', 'text/calendar');
    $mailer->send($email);
}
echo microtime(true) - $begun, "\n";
