// swift-tools-version: 6.2
import PackageDescription

/// `OPSTRACKER_FUZZ=1` builds the readers for libFuzzer as well (scripts/lib/fuzz.sh), in a build folder of their own.
let isFuzzing = Context.environment["OPSTRACKER_FUZZ"] != nil

/// What every target of ours is compiled with: the Swift 6 language, explicit existentials and imports, no warning left.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// What libFuzzer steers by: the branches that are taken in what reads.
let watched = strict + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer,address"])] : [])

/// A Debian library that Swift sees through a module map and a few inlines.
func library(_ name: String, pkgConfig: String, debian: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/CLibraries/\(name)", pkgConfig: pkgConfig, providers: [.apt([debian])])
}

// Versions are exact: no Package.resolved is kept, and a build must mean the same thing tomorrow.
let package = Package(
    name: "opstracker",
    products: [
        .executable(name: "opstracker", targets: ["Console"]),
        .executable(name: "opstracker-bench", targets: ["Benchmarks"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        library("CCurl", pkgConfig: "libcurl", debian: "libcurl4-openssl-dev"),
        library("CGMime", pkgConfig: "gmime-3.0", debian: "libgmime-3.0-dev"),
        library("CICal", pkgConfig: "libical", debian: "libical-dev"),
        library("CPostgres", pkgConfig: "libpq", debian: "libpq-dev"),
        library("CZlib", pkgConfig: "zlib", debian: "zlib1g-dev"),
        library("CTNEF", pkgConfig: "libytnef", debian: "libytnef0-dev"),
        .target(
            name: "Core",
            dependencies: [
                "CICal", "CPostgres",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: watched),
        .target(
            name: "MailGateway",
            dependencies: [
                "Core", "CCurl", "CGMime",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: watched),
        .target(
            name: "Booking",
            dependencies: [
                "Core", "CZlib",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "Console",
            dependencies: [
                "Core", "MailGateway", "Booking",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        // What scripts/bench measures the product against: bare loops, which know nothing of it.
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "CCurl", "CGMime",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Benchmarks/Peers", swiftSettings: strict),
        .target(
            name: "TestSupport",
            dependencies: [
                "Core", "MailGateway", "Booking", .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Tests/Support", swiftSettings: strict),
        .testTarget(name: "CoreTests", dependencies: ["Core", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "MailGatewayTests",
            dependencies: [
                "MailGateway", "Core", "CTNEF", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "BookingTests",
            dependencies: [
                "Booking", "Core", "TestSupport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ConsoleTests", dependencies: ["Console", "Core", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "FlowTests",
            dependencies: [
                "Console", "Core", "MailGateway", "Booking", "TestSupport",
            ],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)

if isFuzzing {
    package.targets += [
        .systemLibrary(name: "CFuzzer", path: "Tests/Fuzzing/CFuzzer"),
        .executableTarget(
            name: "Fuzzing", dependencies: ["Core", "MailGateway", "CFuzzer"], path: "Tests/Fuzzing/Readers",
            swiftSettings: watched,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
    ]
}
