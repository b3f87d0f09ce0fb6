// The readers under libFuzzer: any bytes must be read, soon and without harm (scripts/lib/fuzz.sh).

internal import CFuzzer
internal import Core
internal import Foundation
internal import MailGateway

/// Takes libFuzzer's own arguments: the folder of the corpus, `-max_total_time=600` and the like.
@main
enum Fuzzer {
    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(LLVMFuzzerRunDriver(&count, &arguments, readOneInput))
    }

    fileprivate static let reader: MailReader = {
        guard let keys = try? SigningKeys([1: Array(repeating: 7, count: 32)]) else { exit(70) }
        return MailReader(keys: keys, authservID: "mx.ops.example")
    }()
}

/// A mail with all that lies below it, under the name by which libFuzzer's library looks for it.
@_cdecl("LLVMFuzzerTestOneInput")
func readOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let facts = Fuzzer.reader.read(Array(UnsafeBufferPointer(start: data, count: size)))
    _ = try? JSON.text(MailClassification(facts))
    return 0
}
