// The readers under libFuzzer: any bytes must be read, soon and without harm (scripts/lib/fuzz.sh).

internal import CFuzzer
internal import Core
internal import Foundation
internal import MailGateway

/// Takes libFuzzer's own arguments: the folder of the corpus, `-max_total_time=600` and the like.
@main
enum Fuzzer {
    static func main() throws {
        _ = Fuzzer.reader
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(
            LLVMFuzzerRunDriver(&count, &arguments) { data, size in
                Fuzzer.read(Array(UnsafeBufferPointer(start: data, count: size)))
                return 0
            })
    }

    private static let reader: MailReader = {
        guard let keys = try? SigningKeys([1: Array(repeating: 7, count: 32)]) else { exit(70) }
        return MailReader(keys: keys)
    }()

    /// A mail, with all that lies below it.
    private static func read(_ bytes: [UInt8]) {
        _ = try? JSON.text(MailClassification(reader.read(bytes)))
    }
}
